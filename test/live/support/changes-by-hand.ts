import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freeBlock } from "./names.ts";
import { importPause, pauseImage } from "./pause.ts";
import type { SshHosts } from "./ssh-hosts.ts";

/** What somebody changes on an engine, each at a service, network or volume of its own. */
export interface ChangeByHand {
  /** What somebody did. */
  readonly what: string;
  /** Name of its service, which is also that of the container and in the image's. Default: none, for what is extra. */
  readonly service?: string;
  /** What is changed, where it is not the container: network, volume or image, by its name on the engine. */
  readonly thing?: string;
  /** What the compose file says of the service, besides its image. */
  readonly declared?: Readonly<Record<string, unknown>>;
  readonly change: (hands: Hands) => Promise<unknown>;
  /** What people do before it can be healed. Default: nothing. */
  readonly remedied?: (hands: Hands) => Promise<unknown>;
  /** What the report says of it: address, field, text, cause and remedy. */
  readonly found: readonly string[];
}

/** An engine and what is on it. */
export interface Hands {
  /** Calls the docker command. @returns its output, trimmed */
  docker(...args: string[]): Promise<string>;
}

/** The name of the compose project, which starts those of its networks and volumes. */
export const project = "hand";

/** The image of each service. Another one is on the engine beside it. */
export const imageOf = (service: string) => `smallboat-test/${service}:1`;
export const anotherImage = "smallboat-test/another:1";

const conf = "/etc/app.conf";
const withFile = { configs: [{ source: "conf", target: conf }] };

/** Runs another container in the place of a service's. */
async function rerun({ docker }: Hands, service: string, ...options: string[]): Promise<void> {
  const network = `--network=${project}_default`;
  await docker("rm", "--force", service);
  const image = options.at(-1)?.startsWith("-") ? [imageOf(service)] : [];
  await docker("run", "--detach", "--name", service, network, ...options, ...image);
}

/** A path of the machine that leads into a running container's files. */
async function inside({ docker }: Hands, service: string, path: string): Promise<string> {
  return join("/proc", await docker("inspect", "--format={{.State.Pid}}", service), "root", path);
}

const labelled = `--label=com.docker.compose.project=${project}`;

export const changesByHand: readonly ChangeByHand[] = [
  {
    what: "`docker stop`, the program ends with 0",
    service: "stopped",
    declared: { restart: "unless-stopped" },
    change: ({ docker }) => docker("stop", "stopped"),
    found: ["stopped state: container stopped | by hand | heal"],
  },
  {
    what: "`docker stop` of a service that may end by itself",
    service: "ended",
    change: ({ docker }) => docker("stop", "ended"),
    found: [],
  },
  {
    what: "`docker kill`",
    service: "killed",
    change: ({ docker }) => docker("kill", "killed"),
    found: ["killed state: container stopped | by hand | heal"],
  },
  {
    what: "`docker rm --force`",
    service: "removed",
    change: ({ docker }) => docker("rm", "--force", "removed"),
    found: ["removed existence: container removed | by hand | heal"],
  },
  {
    what: "`docker rename`",
    service: "renamed",
    change: ({ docker }) => docker("rename", "renamed", "renamed-by-hand"),
    found: ["renamed name: container renamed to renamed-by-hand | by hand | heal"],
  },
  {
    what: "`docker pause`",
    service: "paused",
    change: ({ docker }) => docker("pause", "paused"),
    found: ["paused state: container paused | by hand | heal"],
  },
  {
    what: "`docker update --restart`",
    service: "lax",
    declared: { restart: "unless-stopped" },
    change: ({ docker }) => docker("update", "--restart=no", "lax"),
    found: ["lax restart: restart changed unless-stopped -> no | by hand | heal"],
  },
  {
    what: "`docker update --memory`",
    service: "large",
    declared: { mem_limit: "64m" },
    change: ({ docker }) => docker("update", "--memory=96m", "--memory-swap=192m", "large"),
    found: [
      "large memory and swap: memory and swap changed 128 MiB -> 192 MiB | by hand | heal",
      "large memory: memory changed 64 MiB -> 96 MiB | by hand | heal",
    ],
  },
  {
    what: "`docker update --cpus`",
    service: "fast",
    declared: { cpus: 0.5 },
    change: ({ docker }) => docker("update", "--cpus=1.5", "fast"),
    found: ["fast cpus: cpus changed 0.5 -> 1.5 | by hand | heal"],
  },
  {
    what: "`docker update --pids-limit`",
    service: "crowded",
    declared: { pids_limit: 64, networks: ["default", "other"] },
    change: ({ docker }) => docker("update", "--pids-limit=128", "crowded"),
    found: ["crowded pids limit: pids limit changed 64 -> 128 | by hand | heal"],
  },
  {
    what: "`docker update --cpu-shares`",
    service: "heavy",
    change: ({ docker }) => docker("update", "--cpu-shares=64", "heavy"),
    found: ["heavy cpu shares: cpu shares changed none -> 64 | by hand | heal"],
  },
  {
    what: "`docker network disconnect`",
    service: "unplugged",
    change: ({ docker }) => docker("network", "disconnect", `${project}_default`, "unplugged"),
    found: ["unplugged networks: networks changed hand_default -> none | by hand | heal"],
  },
  {
    what: "`docker network connect`",
    service: "plugged",
    change: ({ docker }) => docker("network", "connect", `${project}_other`, "plugged"),
    found: ["plugged networks: networks changed hand_default -> hand_default, hand_other | by hand | heal"],
  },
  {
    what: "`docker run` under the same name, another variable",
    service: "varied",
    declared: { environment: { MODE: "declared" } },
    change: (hands) => rerun(hands, "varied", "--env=MODE=by-hand"),
    remedied: ({ docker }) => docker("rm", "--force", "varied"),
    found: [
      "varied existence: container replaced by another, with other environment, networks, stop_grace_period | by hand | person",
    ],
  },
  {
    what: "`docker run` under the same name, another image",
    service: "swapped",
    change: (hands) => rerun(hands, "swapped", anotherImage),
    remedied: ({ docker }) => docker("rm", "--force", "swapped"),
    found: [
      "swapped existence: container replaced by another, with other image, networks, stop_grace_period | by hand | person",
    ],
  },
  {
    what: "`docker run` under the same name, another port",
    service: "opened",
    declared: { ports: ["127.0.0.1:8081:80"] },
    change: (hands) => rerun(hands, "opened", "--publish=127.0.0.1:8082:80"),
    remedied: ({ docker }) => docker("rm", "--force", "opened"),
    found: [
      "opened existence: container replaced by another, with other networks, ports, stop_grace_period | by hand | person",
    ],
  },
  {
    what: "a further container of the compose project",
    thing: "more",
    change: ({ docker }) => docker("run", "--detach", "--name=more", "--network=none", labelled, pauseImage),
    found: ["extra container more existence: not declared, running | by hand | prune"],
  },
  {
    what: "`docker network rm`",
    service: "netless",
    thing: `${project}_gone`,
    declared: { networks: ["gone"] },
    change: async ({ docker }) => {
      await docker("network", "disconnect", `${project}_gone`, "netless");
      await docker("network", "rm", `${project}_gone`);
    },
    found: [
      "netless networks: networks changed hand_gone -> none | by hand | heal",
      "network hand_gone existence: removed | by hand | heal",
    ],
  },
  {
    what: "a network made anew with other options",
    service: "renetted",
    thing: `${project}_remade`,
    declared: { networks: ["remade"] },
    change: async ({ docker }) => {
      await docker("network", "disconnect", `${project}_remade`, "renetted");
      await docker("network", "rm", `${project}_remade`);
      await docker("network", "create", "--internal", "--subnet=198.18.23.0/24", `${project}_remade`);
      await docker("network", "connect", `${project}_remade`, "renetted");
    },
    remedied: async ({ docker }) => {
      await docker("network", "disconnect", `${project}_remade`, "renetted");
      await docker("network", "rm", `${project}_remade`);
    },
    found: [
      "network hand_remade existence: replaced by another, with other internal, subnet, labels | by hand | person",
      "renetted place in network hand_remade: place in network hand_remade changed | by hand | heal",
    ],
  },
  {
    what: "a further network of the compose project",
    thing: "more-net",
    change: ({ docker }) => docker("network", "create", "--subnet=198.18.24.0/24", labelled, "more-net"),
    found: ["extra network more-net existence: not declared | by hand | prune"],
  },
  {
    what: "a further volume of the compose project",
    thing: "more-data",
    change: ({ docker }) => docker("volume", "create", labelled, "more-data"),
    found: ["extra volume more-data existence: not declared | by hand | prune"],
  },
  {
    what: "`docker volume rm`",
    service: "losing",
    thing: `${project}_lost`,
    declared: { volumes: ["lost:/data"] },
    change: async ({ docker }) => {
      await docker("rm", "--force", "losing");
      await docker("volume", "rm", `${project}_lost`);
    },
    found: [
      "losing existence: container removed | by hand | heal",
      "volume hand_lost existence: removed with its data | by hand | heal",
    ],
  },
  {
    what: "a volume made anew with other options",
    service: "remounted",
    thing: `${project}_resized`,
    declared: { volumes: ["resized:/data"] },
    change: async ({ docker }) => {
      await docker("rm", "--force", "remounted");
      await docker("volume", "rm", `${project}_resized`);
      const options = ["type=tmpfs", "device=tmpfs", "o=size=2m"].flatMap((each) => ["--opt", each]);
      await docker("volume", "create", ...options, `${project}_resized`);
    },
    remedied: ({ docker }) => docker("volume", "rm", `${project}_resized`),
    found: [
      "remounted existence: container removed | by hand | heal",
      "volume hand_resized existence: replaced by another, with other option o | by hand | person",
    ],
  },
  {
    what: "`docker tag` gives the tag to another image",
    service: "retagged",
    thing: imageOf("retagged"),
    change: ({ docker }) => docker("tag", anotherImage, imageOf("retagged")),
    found: ["boat image smallboat-test/retagged:1 image: moved to another image | by hand | heal"],
  },
  {
    what: "`docker image rm --force`",
    service: "untagged",
    thing: imageOf("untagged"),
    change: ({ docker }) => docker("image", "rm", "--force", imageOf("untagged")),
    remedied: ({ docker }) => docker("tag", pauseImage, imageOf("untagged")),
    found: ["boat image smallboat-test/untagged:1 existence: removed | by hand | heal"],
  },
  {
    what: "an uploaded file, other content",
    service: "edited",
    declared: withFile,
    change: async (hands) => writeFileSync(await inside(hands, "edited", conf), "mode=by-hand\n"),
    found: ["edited file /etc/app.conf: file /etc/app.conf changed | by hand | heal"],
  },
  {
    what: "an uploaded file removed",
    service: "emptied",
    declared: withFile,
    change: async (hands) => rmSync(await inside(hands, "emptied", conf)),
    found: ["emptied file /etc/app.conf: file /etc/app.conf removed | by hand | heal"],
  },
  {
    what: "an uploaded file, other mode",
    service: "locked",
    declared: withFile,
    change: async (hands) => chmodSync(await inside(hands, "locked", conf), 0o600),
    remedied: ({ docker }) => docker("rm", "--force", "locked"),
    found: ["locked mode of /etc/app.conf: mode of /etc/app.conf changed 444 -> 600 | by hand | person"],
  },
  {
    what: "a file that nobody declared, made in a container",
    service: "scribbled",
    change: async (hands) => writeFileSync(await inside(hands, "scribbled", "/tmp-note"), "a note\n"),
    found: [],
  },
  {
    what: "`docker restart`",
    service: "restarted",
    change: ({ docker }) => docker("restart", "restarted"),
    found: [],
  },
];

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
