import { BUILD_SUPPORT } from "../../lib/compose/build/plan-build.ts";
import { serviceSupport } from "../../lib/compose/container/handlers.ts";
import type { Support } from "../../lib/compose/support.ts";
import { table } from "./blocks.ts";

/** What becomes of every key of a service. */
export function servicesTable(): string {
  return supportTable(serviceSupport());
}

/** What becomes of every key of a service's `build`. */
export function buildTable(): string {
  return supportTable(BUILD_SUPPORT);
}

function supportTable(keys: Readonly<Record<string, Support>>): string {
  const rows = Object.entries(keys)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, support]) => [`\`${key}\``, ...words(support)]);
  return table(["key", "support", "limits, or what to do"], rows);
}

function words(support: Support): [level: string, note: string] {
  switch (support.kind) {
    case "supported":
      return support.limits === undefined ? ["yes", ""] : ["within limits", support.limits];
    case "no effect":
      return ["no effect", sentence(support.reason)];
    case "refused":
      return ["refused", sentence(support.remedy)];
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
