import { pauseImage } from "../pause.ts";
import { anotherImage, type ChangeByHand, type Hands, imageOf, labelled, project } from "./change.ts";

/** Runs another container in the place of a service's. */
async function rerun({ docker }: Hands, service: string, ...options: string[]): Promise<void> {
  const network = `--network=${project}_default`;
  await docker("rm", "--force", service);
  const image = options.at(-1)?.startsWith("-") ? [imageOf(service)] : [];
  await docker("run", "--detach", "--name", service, network, ...options, ...image);
}

/** What somebody does to containers. */
export const containerChanges: readonly ChangeByHand[] = [
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
];
