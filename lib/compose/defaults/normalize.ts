import type { DraftProject } from "../canonical/project.ts";
import type { DraftService } from "../canonical/service.ts";
import type { Network, ServiceDependency } from "../model.ts";

/** Adds what compose implies: the default network, resource names, dependencies by reference. */
export function normalize(draft: DraftProject, project: string): void {
  const services = Object.values(draft.services ?? {});
  for (const service of services) {
    attachToDefault(service);
    addImpliedDependencies(service);
  }
  if (services.some(({ networks }) => networks && Object.hasOwn(networks, "default"))) {
    draft.networks = { ...draft.networks };
    draft.networks.default ??= { ipam: {} } as Network;
  }
  for (const section of [draft.networks, draft.volumes, draft.configs, draft.secrets]) {
    for (const [key, resource] of Object.entries(section ?? {})) {
      resource.name ??= resource.external ? key : `${project}_${key}`;
      if (resource.name === "") delete (resource as { name?: string }).name;
    }
  }
}

function attachToDefault(service: DraftService): void {
  if (service.provider !== undefined || service.network_mode !== undefined) return;
  if (Object.keys(service.networks ?? {}).length === 0) service.networks = { default: null };
}

/** Services in links, shared namespaces and volumes_from are dependencies. */
function addImpliedDependencies(service: DraftService): void {
  const dependencies = new Map<string, ServiceDependency>(Object.entries(service.depends_on ?? {}));
  const imply = (name: string, restart: boolean) => {
    if (dependencies.has(name)) return;
    dependencies.set(name, { condition: "service_started", ...(restart ? { restart } : {}), required: true });
  };
  for (const link of service.links ?? []) imply(link.split(":")[0] ?? link, true);
  for (const mode of [service.network_mode, service.ipc, service.pid, service.uts, service.cgroup]) {
    if (mode?.startsWith("service:")) imply(mode.slice("service:".length), true);
  }
  for (const source of service.volumes_from ?? []) {
    if (!source.startsWith("container:")) imply(source.split(":")[0] ?? source, false);
  }
  if (dependencies.size > 0) service.depends_on = Object.fromEntries(dependencies);
}
