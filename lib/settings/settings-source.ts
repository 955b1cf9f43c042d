import { ownEntry } from "../problems/own-entry.ts";

/** The unchecked settings of one stage, for messages about them. */
export interface SettingsSource {
  /** The stage's file. */
  readonly file: string;
  /** The tree as it is written. */
  readonly raw: unknown;
  /** Sections with an encrypted value in the file. Messages repeat no value of them. */
  readonly secretSections: readonly string[];
}

/** The name of a stage's file. */
export function settingsFile(stage: string): string {
  return `Pulumi.${stage}.yaml`;
}

/** The stages whose files are among these, sorted. */
export function stagesAmong(files: readonly string[]): string[] {
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
}

export type Path = readonly PropertyKey[];

/** The value at a path of the tree. Undefined if the path does not exist. */
export function valueAt({ raw }: SettingsSource, path: Path): unknown {
  return path.reduce(
    (node: unknown, key) => ownEntry(node as Record<string, unknown> | undefined, String(key)),
    raw,
  );
}

/** The engine of a host. Undefined if there is no such host. */
export function engineOf(source: SettingsSource, host: unknown): unknown {
  return typeof host === "string" ? valueAt(source, ["hosts", host, "engine"]) : undefined;
}

/** True for a path whose value is a secret, or must be one. */
export function isSecret({ secretSections }: SettingsSource, [section, ...keys]: Path): boolean {
  const isOwn = section === "secrets" || keys.at(-1) === "key";
  const isWebhook = section === "notify" && keys.at(-1) === "url";
  return isOwn || isWebhook || secretSections.includes(String(section));
}

/** The file and the path as `pulumi config` accepts it: `Pulumi.dev.yaml smallboat:hosts["10.0.0.60"].engine`. */
export function settingPath(file: string, path: Path): string {
  const [section, ...keys] = path.map(String);
  if (section === undefined) return file;
  const steps = keys.map((key) => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
  return `${file} smallboat:${section}${steps.join("")}`;
}
