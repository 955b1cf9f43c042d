import { join } from "node:path";
import { freeBlock } from "../names.ts";
import { importPause, pauseImage } from "../pause.ts";
import type { SshHosts } from "../ssh-hosts.ts";
import { anotherImage, type ChangeByHand, imageOf, project } from "./change.ts";
import { containerChanges } from "./containers.ts";
import { thingChanges } from "./things.ts";

export { anotherImage, type ChangeByHand, type Hands, imageOf, project } from "./change.ts";

export const changesByHand: readonly ChangeByHand[] = [...containerChanges, ...thingChanges];

/** Puts the images on every host. Another label makes another image. */
export async function importHandImages(hosts: SshHosts): Promise<void> {
  await importPause(hosts);
  const load = ["import", "--change", 'ENTRYPOINT ["/pause"]', "--change", "LABEL another=yes"];
  for (const host of hosts.all) {
    await host.docker(...load, join(hosts.folder, "pause.tar"), anotherImage);
    for (const { service } of changesByHand)
      if (service) await host.docker("tag", pauseImage, imageOf(service));
  }
}

/** The compose file of the stack that they are made to. */
export function handStack(): Readonly<Record<string, unknown>> {
  const network = (size = 1) => ({ ipam: { config: [{ subnet: freeBlock(size) }] } });
  return {
    name: project,
    networks: { default: network(4), other: network(), gone: network(), remade: network() },
    volumes: {
      lost: {},
      resized: { driver_opts: { type: "tmpfs", device: "tmpfs", o: "size=1m" } },
    },
    configs: { conf: { content: "mode=declared\n" } },
    services: Object.fromEntries(
      changesByHand.flatMap(({ service, declared }) => {
        if (service === undefined) return [];
        const common = { image: imageOf(service), container_name: service, stop_grace_period: "1s" };
        return [[service, { ...common, ...declared }]];
      }),
    ),
  };
}
