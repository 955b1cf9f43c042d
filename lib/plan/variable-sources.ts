import type { VariableNeed } from "../pipelines/index.ts";
import type { Problem } from "../problems/index.ts";
import { credentials } from "../servers/credentials.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { PypiPlan } from "./pypi.ts";
import type { RegistryPlan } from "./registry.ts";

/** The value of a CI variable: a text, or a value of a server that is known only during the run. */
export type VariableValue = string | { readonly of: "registry.password" | "registry.auth" | "pypi.password" };

/** The sources of the values of a project's variables. */
export interface VariableContext {
  readonly settings: Settings;
  readonly project: string;
  readonly registry: RegistryPlan | undefined;
  readonly pypi: PypiPlan | undefined;
  readonly problems: Problem[];
  readonly warnings: string[];
}

/** The stage's value for a need. Undefined if it has none, or if the project's settings must have it. */
export function sourceValue(need: VariableNeed, context: VariableContext): VariableValue | undefined {
  const { settings, registry, pypi } = context;
  switch (need.source) {
    case "registry.repositories":
      return registry?.repositories;
    case "registry.address":
      return registry?.address;
    case "registry.user":
      return registry?.user;
    case "registry.password":
    case "registry.auth":
      return registry && { of: need.source };
    case "registry.copies":
      return registry?.server?.copies.length ? `${registry.repositories}/` : undefined;
    case "pypi.url":
      return pypi?.url;
    case "pypi.user":
      return pypi?.user;
    case "pypi.password":
      return pypi && { of: need.source };
    case "secret": {
      const place = (name: string) => settingPath(settings.file, ["secrets", name]);
      const name = nameInMap(need, settings.secrets, place, context);
      return name === undefined ? undefined : settings.secrets[name];
    }
    case "setting":
      return undefined;
  }
}

/** The settings path of a need's value. */
export function sourcePath(need: VariableNeed, { settings, project }: VariableContext): string {
  const { name, source } = need;
  if (source === "setting") return settingPath(settings.file, ["projects", project, "variables", name]);
  if (source === "secret") return settingPath(settings.file, ["secrets", name]);
  const [server, part] = source.split(".") as [keyof typeof credentials, string];
  const isSecret = part === "password" || part === "auth";
  return settingPath(settings.file, isSecret ? ["secrets", credentials[server].password] : [server, part]);
}

/** The name of a need in a map: its own name, or with a warning its misspelt one. */
export function nameInMap(
  need: VariableNeed,
  map: Readonly<Record<string, unknown>>,
  place: (name: string) => string,
  { warnings }: VariableContext,
): string | undefined {
  if (Object.hasOwn(map, need.name)) return need.name;
  if (need.alias === undefined || !Object.hasOwn(map, need.alias)) return undefined;
  const warning = `${place(need.alias)}: taken as ${need.name}, which is its right name; rename it`;
  if (!warnings.includes(warning)) warnings.push(warning);
  return need.alias;
}

/** The problem of a need without a value. A missing server gives the same problem for all variables that need it. */
export function missingValue(need: VariableNeed, context: VariableContext): Problem {
  const { settings, project } = context;
  const [section = "", part] = need.source.split(".");
  if (part !== undefined) {
    return {
      path: settingPath(settings.file, [section]),
      expected: `a ${section === "pypi" ? "PyPI server" : section} for project ${project}`,
      found: "nothing",
      remedy: "add one with host, or with external",
    };
  }
  const command = `pulumi config set --stack ${settings.stage} --secret --path 'smallboat:secrets.${need.name}'`;
  return {
    path: sourcePath(need, context),
    expected: `${need.description}, for project ${project}`,
    found: "nothing",
    remedy: need.source === "secret" ? `set it with: ${command}` : "add it",
  };
}

/** The text of a value. Undefined if it is known only during the run. */
export function textKnownNow(value: VariableValue, { secrets }: Settings): string | undefined {
  if (typeof value === "string") return value;
  const [server, part] = value.of.split(".") as ["registry" | "pypi", string];
  return part === "password" ? secrets[credentials[server].password] : undefined;
}
