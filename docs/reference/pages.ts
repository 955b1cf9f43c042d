import { withBlock } from "./blocks.ts";
import { buildTable, servicesTable } from "./compose.ts";
import { kindsReference, settingsReference } from "./configuration.ts";
import { rulesTable } from "./policy.ts";
import { withConfiguration } from "./pulumi-yaml.ts";
import { drawing } from "./rooms.ts";

/** Files with parts that are written from the source, by path. Each function gets the file as it is. */
export const pages: Readonly<Record<string, (text: string) => string>> = {
  "Pulumi.yaml": withConfiguration,
  "docs/guide/configuration.md": (text) =>
    withBlock(withBlock(text, "settings", settingsReference()), "kinds", kindsReference()),
  "docs/guide/compose.md": (text) =>
    withBlock(withBlock(text, "services", servicesTable()), "builds", buildTable()),
  "docs/guide/policy.md": (text) => withBlock(text, "rules", rulesTable()),
  "docs/decisions/0022-rooms.md": (text) => withBlock(text, "rooms", drawing()),
};
