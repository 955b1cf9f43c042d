import type { DraftProject } from "../canonical/project.ts";
import type { Reading } from "../canonical/reader.ts";
import type { DraftService } from "../canonical/service.ts";
import { type Node, positionOf } from "../tree/node.ts";
import { findCycle } from "./cycle.ts";
import type { Examined } from "./examined.ts";
import { EXCLUSION_CHECKS } from "./exclusions.ts";
import { REFERENCE_CHECKS } from "./references.ts";

/** Checks between keys: undefined references, settings that exclude each other, cycles. */
export function checkConsistency(
  draft: DraftProject,
  tree: Node,
  disabled: ReadonlySet<string>,
  reading: Reading,
): void {
  const services = Object.entries(draft.services ?? {});
  for (const [name, service] of services) {
    const report: Examined["report"] = (path, expected, found, remedy) =>
      reading.report(positionOf(tree, ["services", name, ...path]), expected, found, remedy);
    const examined = { name, service, draft, disabled, reading, report };
    for (const check of [...EXCLUSION_CHECKS, ...REFERENCE_CHECKS]) check(examined);
  }
  fileObjects(draft, tree, reading);
  const edges = new Map(services.map(([name, { depends_on }]) => [name, Object.keys(depends_on ?? {})]));
  const cycle = findCycle(edges);
  if (cycle) {
    const at = positionOf(tree, ["services", cycle[0] ?? "", "depends_on", cycle[1] ?? ""]);
    reading.report(at, "depends_on without a cycle", cycle.join(" -> "), "remove one of these dependencies");
  }
  containerNames(services, tree, reading);
}

function fileObjects(draft: DraftProject, tree: Node, reading: Reading): void {
  for (const [section, words] of [
    ["configs", "file, content or environment"],
    ["secrets", "file or environment"],
  ] as const) {
    for (const [key, { external, file, environment, content }] of Object.entries(draft[section] ?? {})) {
      const count = [file, environment, content].filter((each) => each !== undefined).length;
      if (external || count === 1) continue;
      const found = count === 0 ? "none of them" : "several";
      reading.report(
        positionOf(tree, [section, key]),
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
      const at = positionOf(tree, ["services", name, "container_name"]);
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
