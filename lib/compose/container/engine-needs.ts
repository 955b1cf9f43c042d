import type { EngineNeed } from "../stack-plan.ts";
import type { ContainerBuilder } from "./container-builder.ts";

/**
 * What a service needs of its engine: the API versions of keys that an older engine ignores silently, or refuses only
 * when the container is created; and a runtime that must be registered.
 */
export function engineNeeds(subject: ContainerBuilder): EngineNeed[] {
  const { name, service } = subject;
  const need = (key: string, api: string, object?: object): EngineNeed => ({
    key: `services.${name}.${key}`,
    api,
    where: subject.where(key, object),
  });
  const networks = Object.entries(service.networks ?? {}).flatMap(([network, settings]) => [
    ...(settings?.mac_address ? [need(`networks.${network}.mac_address`, "1.44")] : []),
    ...(settings?.gw_priority ? [need(`networks.${network}.gw_priority`, "1.48")] : []),
    ...(settings?.interface_name ? [need(`networks.${network}.interface_name`, "1.49")] : []),
  ]);
  const volumes = (service.volumes ?? []).flatMap((mount, index) => {
    const { nocopy, subpath, labels } = mount.volume ?? {};
    return nocopy || subpath || labels ? [need(`volumes.${index}`, "1.45", mount)] : [];
  });
  const { runtime = "" } = service;
  // Other runtimes are paths, or names by which containerd finds a program.
  const isRegistered = /^[\w-]+$/.test(runtime) && runtime !== "runc";
  return [
    ...(isRegistered ? [{ key: `services.${name}.runtime`, runtime, where: subject.where("runtime") }] : []),
    ...(service.mac_address ? [need("mac_address", "1.44")] : []),
    ...(service.healthcheck?.start_interval ? [need("healthcheck.start_interval", "1.44")] : []),
    ...networks,
    ...volumes,
  ];
}
