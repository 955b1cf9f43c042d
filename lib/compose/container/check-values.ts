import type { Mount, Service, ServiceNetwork } from "../model.ts";
import type { ContainerBuilder } from "./container-builder.ts";
import { type Form, forms, remedyFor } from "./forms.ts";

/** A key, the form that an engine accepts, and its values. `object` is the model's object that holds them, if not the service. */
type Values = readonly [key: string, form: Form, values: readonly (string | undefined)[], object?: object];

/** Reports each value for which an engine would refuse to create the container. */
export function checkValues(subject: ContainerBuilder): void {
  for (const [key, form, values, object] of valuesOf(subject.service)) {
    for (const value of values) {
      if (value === undefined || form.takes(value)) continue;
      const expected = `services.${subject.name}.${key} as ${form.expected}`;
      const path = subject.where(key, object);
      subject.problems.push({ path, expected, found: `"${value}"`, remedy: remedyFor(value, form) });
    }
  }
}

function valuesOf(service: Service): Values[] {
  const { devices = [], ports = [], volumes = [], networks = {}, healthcheck = {}, ulimits = {} } = service;
  const { extra_hosts = [], security_opt = [], tmpfs = [], environment = {}, sysctls = {} } = service;
  return [
    ["cap_add", forms.capability, service.cap_add ?? []],
    ["cap_drop", forms.capability, service.cap_drop ?? []],
    ["cpuset", forms.cpus, [service.cpuset]],
    ["device_cgroup_rules", forms.deviceRule, service.device_cgroup_rules ?? []],
    ["environment", forms.variable, Object.keys(environment)],
    ["external_links", forms.text, service.external_links ?? []],
    ["extra_hosts", forms.hostAddress, extra_hosts.map((entry) => entry.slice(entry.indexOf("=") + 1))],
    ["group_add", forms.text, service.group_add ?? []],
    ["ipc", forms.ipc, [service.ipc]],
    ["logging.driver", forms.logDriver, [service.logging?.driver]],
    ["mac_address", forms.mac, [service.mac_address]],
    ["network_mode", forms.networkMode, [service.network_mode]],
    ["pid", forms.pid, [service.pid]],
    ["platform", forms.platform, [service.platform]],
    ["security_opt", forms.securityOption, security_opt.map((option) => option.split(/[=:]/)[0])],
    ["stop_grace_period", forms.period, [service.stop_grace_period]],
    ["stop_signal", forms.signal, [service.stop_signal]],
    ["sysctls", forms.sysctl, Object.keys(sysctls)],
    // The key's own handler refuses empty text.
    ["tmpfs", forms.absolute, tmpfs.map((entry) => entry.split(":")[0] || undefined)],
    ["userns_mode", forms.userns, [service.userns_mode]],
    ["working_dir", forms.absolute, [service.working_dir]],
    ...periods.map((name): Values => [`healthcheck.${name}`, forms.period, [healthcheck[name]]]),
    ...Object.keys(ulimits).map((name): Values => [`ulimits.${name}`, forms.ulimit, [name]]),
    ...devices.map((each, index): Values => [`devices.${index}`, forms.device, [each.source], each]),
    ...ports.map((each, index): Values => [`ports.${index}`, forms.protocol, [each.protocol], each]),
    ...volumes.flatMap(ofMount),
    ...Object.entries(networks).flatMap(ofNetwork),
  ];
}

const periods = ["interval", "timeout", "start_period", "start_interval"] as const;

function ofMount(mount: Mount, index: number): Values[] {
  const key = `volumes.${index}`;
  return [
    [key, forms.absolute, [mount.target], mount],
    [key, forms.propagation, [mount.bind?.propagation], mount],
  ];
}

function ofNetwork([name, settings]: [string, ServiceNetwork | null]): Values[] {
  const key = `networks.${name}`;
  return [
    [`${key}.ipv4_address`, forms.address4, [settings?.ipv4_address]],
    [`${key}.ipv6_address`, forms.address6, [settings?.ipv6_address]],
    [`${key}.link_local_ips`, forms.address, settings?.link_local_ips ?? []],
    [`${key}.mac_address`, forms.mac, [settings?.mac_address]],
  ];
}
