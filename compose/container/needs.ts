import type { Need } from "../plan.ts";
import type { Subject } from "./subject.ts";

/**
 * Keys that an engine of an older API ignores without a word, or refuses only when the container is created.
 * @returns one for each key that the service has, with the API that it came with
 */
export function engineNeeds(subject: Subject): Need[] {
  const { name, service } = subject;
  const need = (key: string, api: string, object?: object): Need => ({
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
  return [
    ...(service.mac_address ? [need("mac_address", "1.44")] : []),
    ...(service.healthcheck?.start_interval ? [need("healthcheck.start_interval", "1.44")] : []),
    ...networks,
    ...volumes,
  ];
}
