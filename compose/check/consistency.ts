import type { Draft } from "../canonical/project.ts";
import type { Reading } from "../canonical/reader.ts";
import type { DraftService } from "../canonical/service.ts";
import { type Node, placeOf } from "../tree/node.ts";
import { findCycle } from "./cycle.ts";

/** One service under examination: where its keys stand, and how to say what is wrong with them. */
interface Examined {
  readonly name: string;
  readonly service: DraftService;
  readonly draft: Draft;
  readonly disabled: ReadonlySet<string>;
  readonly reading: Reading;
  readonly report: (path: readonly string[], expected: string, found: string, remedy: string) => void;
}

/** What no single key shows: references to what is not defined, settings that exclude each other, cycles. */
export function checkConsistency(
  draft: Draft,
  tree: Node,
  disabled: ReadonlySet<string>,
  reading: Reading,
): void {
  const services = Object.entries(draft.services ?? {});
  for (const [name, service] of services) {
    const report: Examined["report"] = (path, expected, found, remedy) =>
      reading.report(placeOf(tree, ["services", name, ...path]), expected, found, remedy);
    const examined = { name, service, draft, disabled, reading, report };
    for (const check of [source, networks, models, dependencies, mounts, files, scale, limits])
      check(examined);
  }
  fileObjects(draft, tree, reading);
  const edges = new Map(services.map(([name, { depends_on }]) => [name, Object.keys(depends_on ?? {})]));
  const cycle = findCycle(edges);
  if (cycle) {
    const at = placeOf(tree, ["services", cycle[0] ?? "", "depends_on", cycle[1] ?? ""]);
    reading.report(at, "depends_on without a cycle", cycle.join(" -> "), "remove one of these dependencies");
  }
  containerNames(services, tree, reading);
}

function source({ name, service, report }: Examined): void {
  if (service.image === undefined && !service.build && service.provider === undefined) {
    report([], `services.${name} with image or build`, "neither", "write image: name:tag");
  }
  const { dockerfile, dockerfile_inline } = service.build ?? {};
  if (dockerfile && dockerfile_inline) {
    report(["build"], "either dockerfile or dockerfile_inline", "both", "remove one of them");
  }
  const { platform, build } = service;
  if (platform && build?.platforms && !build.platforms.includes(platform)) {
    report(
      ["build", "platforms"],
      `${platform}, the service's platform`,
      build.platforms.join(", "),
      "add it",
    );
  }
}

function networks({ name, service, draft, report }: Examined): void {
  if (service.network_mode && service.networks) {
    report(["network_mode"], `services.${name} with network_mode or networks`, "both", "remove one of them");
  }
  for (const network of Object.keys(service.networks ?? {})) {
    if (draft.networks?.[network]) continue;
    report(
      ["networks", network],
      "a defined network",
      `"${network}"`,
      `define it: networks: {${network}: {}}`,
    );
  }
}

function models({ service, draft, report }: Examined): void {
  for (const model of Object.keys((service.models as object | undefined) ?? {})) {
    if (!draft.models?.[model])
      report(["models", model], "a defined model", `"${model}"`, "define it below models:");
  }
}

function dependencies({ service, draft, disabled, report }: Examined): void {
  for (const [other, { required }] of Object.entries(service.depends_on ?? {})) {
    if (draft.services?.[other] || (disabled.has(other) && !required)) continue;
    const remedy = disabled.has(other)
      ? "switch its profile on, or write required: false"
      : "correct the name";
    const [found, expected] = [`"${other}"`, disabled.has(other) ? "an active service" : "a defined service"];
    report(["depends_on", other], expected, found, remedy);
  }
}

function mounts({ service, draft, reading, name, report }: Examined): void {
  const targets = new Set<string>();
  const use = (target: string, at: () => void) => {
    if (targets.has(target)) at();
    targets.add(target);
  };
  for (const entry of service.tmpfs ?? []) {
    const target = entry.split(":")[0] ?? entry;
    use(target, () => report(["tmpfs"], `one mount on ${target}`, "two", "remove one of them"));
  }
  for (const mount of service.volumes ?? []) {
    const at = reading.places.get(mount);
    const say = (expected: string, found: string, remedy: string) =>
      at ? reading.report(at, expected, found, remedy) : report(["volumes"], expected, found, remedy);
    use(mount.target, () =>
      say(`services.${name} with one mount on ${mount.target}`, "two", "remove one of them"),
    );
    if (mount.type === "volume" && mount.source && !draft.volumes?.[mount.source]) {
      say(
        "a defined volume",
        `"${mount.source}"`,
        `define it: volumes: {${mount.source}: {}}, or write ./ before it`,
      );
    }
  }
}

function files({ service, draft, reading, report }: Examined): void {
  for (const section of ["configs", "secrets"] as const) {
    const uses = [
      ...(service[section] ?? []),
      ...(section === "secrets" ? (service.build?.secrets ?? []) : []),
    ];
    for (const use of uses) {
      if (draft[section]?.[use.source]) continue;
      const [kind, at] = [section.slice(0, -1), reading.places.get(use)];
      const words = [`a defined ${kind}`, `"${use.source}"`, `define it below ${section}:`] as const;
      if (at) reading.report(at, ...words);
      else report([section], ...words);
    }
  }
}

function scale({ name, service, report }: Examined): void {
  const replicas = service.deploy?.replicas;
  if (service.scale !== undefined && replicas !== undefined && service.scale !== replicas) {
    report(
      ["scale"],
      "scale equal to deploy.replicas",
      `${service.scale} and ${replicas}`,
      "remove one of them",
    );
  }
  const count = service.scale ?? replicas ?? 1;
  if (service.container_name && count > 1) {
    const found = `container_name and ${count} replicas`;
    report(
      ["container_name"],
      `services.${name} with one name for one container`,
      found,
      "remove container_name",
    );
  }
  if (service.scale !== undefined && service.deploy) service.deploy.replicas = service.scale;
}

function limits({ service, report }: Examined): void {
  const { limits: upper, reservations } = service.deploy?.resources ?? {};
  const pairs = [
    ["cpus", service.cpus, upper?.cpus, upper],
    ["mem_limit", service.mem_limit, upper?.memory, upper],
    ["mem_reservation", service.mem_reservation, reservations?.memory, reservations],
    ["pids_limit", service.pids_limit, upper?.pids, upper],
  ] as const;
  for (const [key, own, deployed, section] of pairs) {
    if (own === undefined || !section || own === deployed) continue;
    report(
      [key],
      `${key} equal to deploy.resources`,
      `${own} and ${deployed ?? "none"}`,
      "remove one of them",
    );
  }
}

function fileObjects(draft: Draft, tree: Node, reading: Reading): void {
  for (const [section, words] of [
    ["configs", "file, content or environment"],
    ["secrets", "file or environment"],
  ] as const) {
    for (const [key, { external, file, environment, content }] of Object.entries(draft[section] ?? {})) {
      const count = [file, environment, content].filter((each) => each !== undefined).length;
      if (external || count === 1) continue;
      const found = count === 0 ? "none of them" : "several";
      reading.report(
        placeOf(tree, [section, key]),
        `${section}.${key} with ${words}`,
        found,
        "write one of them",
      );
    }
  }
}

function containerNames(services: readonly [string, DraftService][], tree: Node, reading: Reading): void {
  const owners = new Map<string, string>();
  for (const [name, { container_name }] of services) {
    if (!container_name) continue;
    const other = owners.get(container_name);
    if (other) {
      const at = placeOf(tree, ["services", name, "container_name"]);
      reading.report(
        at,
        "a container_name of its own",
        `"${container_name}", as ${other}`,
        "rename one of them",
      );
    }
    owners.set(container_name, name);
  }
}
