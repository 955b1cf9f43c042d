import { ownEntry } from "../problems/own-entry.ts";

/** The settings of one stage as they came, for messages about them. */
export interface SettingsSource {
  /** The stage's file. */
  readonly file: string;
  /** The tree as written in it. */
  readonly raw: unknown;
  /** Sections with a value that is encrypted in the file: none of their values is repeated. */
  readonly secretSections: readonly string[];
}

export type Path = readonly PropertyKey[];

/** What stands at a place of the tree; undefined where there is no such place. */
export function valueAt({ raw }: SettingsSource, path: Path): unknown {
  return path.reduce(
    (node: unknown, key) => ownEntry(node as Record<string, unknown> | undefined, String(key)),
    raw,
  );
}

/** The engine of a host; undefined where that is no name of a host. */
export function engineOf(source: SettingsSource, host: unknown): unknown {
  return typeof host === "string" ? valueAt(source, ["hosts", host, "engine"]) : undefined;
}

/** True where a secret is or belongs, also one in plain text. */
export function isSecret({ secretSections }: SettingsSource, [section, ...keys]: Path): boolean {
  return section === "secrets" || keys.at(-1) === "key" || secretSections.includes(String(section));
}

/** `Pulumi.dev.yaml smallboat:hosts["10.0.0.60"].engine`: the file, and the path as `pulumi config` takes it. */
export function settingPath(file: string, path: Path): string {
  const [section, ...keys] = path.map(String);
  if (section === undefined) return file;
  const steps = keys.map((key) => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
  return `${file} smallboat:${section}${steps.join("")}`;
}
