import { ownEntry } from "../../problems/own-entry.ts";
import type { Examined } from "./examined.ts";

/** Checks that everything a service refers to is defined, and that each path in the container is mounted once. */
export const REFERENCE_CHECKS = [networks, models, dependencies, mounts, files] as const;

function networks({ name, service, draft, report }: Examined): void {
  if (service.network_mode && service.networks) {
    report(["network_mode"], `services.${name} with network_mode or networks`, "both", "remove one of them");
  }
  for (const network of Object.keys(service.networks ?? {})) {
    if (ownEntry(draft.networks, network)) continue;
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
    if (!ownEntry(draft.models, model))
      report(["models", model], "a defined model", `"${model}"`, "define it below models:");
  }
}

function dependencies({ service, draft, disabled, report }: Examined): void {
  for (const [other, { required }] of Object.entries(service.depends_on ?? {})) {
    if (ownEntry(draft.services, other) || (disabled.has(other) && !required)) continue;
    const remedy = disabled.has(other)
      ? "switch its profile on, or write required: false"
      : "correct the name";
    const [found, expected] = [`"${other}"`, disabled.has(other) ? "an active service" : "a defined service"];
    report(namedBy(service, other), expected, found, remedy);
  }
}

/** The path of the key that names another service. */
function namedBy(service: Examined["service"], other: string): string[] {
  const isShared = (key: (typeof sharing)[number]) => service[key] === `service:${other}`;
  const isListed = (key: (typeof listing)[number]) =>
    service[key]?.some((each) => each.split(":")[0] === other);
  const key = sharing.find(isShared) ?? listing.find(isListed);
  return key ? [key] : ["depends_on", other];
}

const sharing = ["network_mode", "ipc", "pid", "uts", "cgroup"] as const;
const listing = ["links", "volumes_from"] as const;

function mounts({ service, draft, reading, name, report }: Examined): void {
  const targets = new Set<string>();
  const use = (target: string, at: () => void) => {
    if (targets.has(target)) at();
    targets.add(target);
  };
  for (const spec of service.tmpfs ?? []) {
    const target = spec.split(":")[0] ?? spec;
    use(target, () => report(["tmpfs"], `one mount on ${target}`, "two", "remove one of them"));
  }
  for (const mount of service.volumes ?? []) {
    const at = reading.places.get(mount);
    const say = (expected: string, found: string, remedy: string) =>
      at ? reading.report(at, expected, found, remedy) : report(["volumes"], expected, found, remedy);
    use(mount.target, () =>
      say(`services.${name} with one mount on ${mount.target}`, "two", "remove one of them"),
    );
    if (mount.type === "volume" && mount.source && !ownEntry(draft.volumes, mount.source)) {
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
      if (ownEntry<object>(draft[section], use.source)) continue;
      const [kind, at] = [section.slice(0, -1), reading.places.get(use)];
      const words = [`a defined ${kind}`, `"${use.source}"`, `define it below ${section}:`] as const;
      if (at) reading.report(at, ...words);
      else report([section], ...words);
    }
  }
}
