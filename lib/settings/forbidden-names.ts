import type { Problem } from "../problems/index.ts";
import { type Path, type SettingsSource, settingPath } from "./settings-source.ts";

/** The one name that zod drops silently from maps. It is refused everywhere. */
const forbidden = "__proto__";

export function forbiddenNames(source: SettingsSource): Problem[] {
  return within(source, source.raw, []);
}

function within(source: SettingsSource, node: unknown, path: Path): Problem[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== forbidden) return within(source, value, [...path, key]);
    const place = settingPath(source.file, [...path, key]);
    return [{ path: place, expected: "another name", found: key, remedy: "correct the name" }];
  });
}
