import type { VariableNeed } from "../pipelines/index.ts";
import type { Problem } from "../problems/index.ts";
import { type ProjectSettings, settingPath, type VariableSettings } from "../settings/index.ts";
import { maskFault, needsRaw } from "./masking.ts";
import {
  missingValue,
  nameInMap,
  sourcePath,
  sourceValue,
  textKnownNow,
  type VariableContext,
  type VariableValue,
} from "./variable-sources.ts";

/** A CI variable of a project. */
export interface VariablePlan {
  readonly key: string;
  readonly value: VariableValue;
  /** Name of the environment. `*` means all. */
  readonly environment: string;
  readonly isFile: boolean;
  readonly isProtected: boolean;
  readonly isMasked: boolean;
  readonly isHidden: boolean;
  readonly isRaw: boolean;
  readonly description: string;
}

/** A variable, the settings path of its value, and its kind's need. */
interface Candidate {
  readonly plan: VariablePlan;
  readonly path: string;
  readonly need: VariableNeed | undefined;
}

/**
 * The variables of a project, sorted by name: those that its kind needs and those of its settings. The settings win over
 * the kind.
 */
export function planVariables(needs: readonly VariableNeed[], context: VariableContext): VariablePlan[] {
  const { settings, project, problems } = context;
  const own = (settings.projects[project] as ProjectSettings).variables;
  const isNeeded = (name: string) => needs.some((need) => need.name === name || need.alias === name);
  const candidates = [
    ...needs.flatMap((need) => needed(need, own, context)),
    ...Object.entries(own).flatMap(([name, each]) =>
      isNeeded(name) ? [] : given(name, name, each, undefined, context),
    ),
  ];
  for (const each of candidates) addMissing(problems, candidateProblems(each, context));
  return candidates.map(({ plan }) => plan).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function needed(
  need: VariableNeed,
  own: ProjectSettings["variables"],
  context: VariableContext,
): Candidate[] {
  const { settings, project, problems } = context;
  const place = (name: string) => settingPath(settings.file, ["projects", project, "variables", name]);
  const name = nameInMap(need, own, place, context);
  const settled = name === undefined ? undefined : own[name];
  if (name !== undefined && settled !== undefined) return given(need.name, name, settled, need, context);
  const value = sourceValue(need, context);
  if (value !== undefined) {
    return [{ plan: variable(need.name, value, {}, need), path: sourcePath(need, context), need }];
  }
  if (need.isRequired !== false) addMissing(problems, [missingValue(need, context)]);
  return [];
}

/** A variable of the project's settings. A missing secret is a problem that the settings have already reported. */
function given(
  key: string,
  name: string,
  settled: VariableSettings,
  need: VariableNeed | undefined,
  { settings, project }: VariableContext,
): Candidate[] {
  const fields: Fields = typeof settled === "object" ? settled : { value: settled };
  const { secret } = fields;
  const value = secret === undefined ? String(fields.value) : settings.secrets[secret];
  if (value === undefined) return [];
  const place = secret === undefined ? ["projects", project, "variables", name] : ["secrets", secret];
  return [{ plan: variable(key, value, fields, need), path: settingPath(settings.file, place), need }];
}

type Fields = Partial<Extract<VariableSettings, object>>;

/**
 * Secrets are masked and protected by default, and files are masked if GitLab can do it. They are hidden only if the
 * settings say so: GitLab does not return a hidden value, so a change by hand would not be found.
 */
function variable(
  key: string,
  value: VariableValue,
  fields: Fields,
  need: VariableNeed | undefined,
): VariablePlan {
  const { environment = "*", description = "" } = fields;
  const isFile = fields.file === true || need?.form === "file";
  const isSecret = need ? need.form !== "plain" : fields.secret !== undefined;
  const canBeMasked = typeof value !== "string" || !maskFault(value, true);
  const isMasked = fields.masked ?? (isSecret && (!isFile || canBeMasked));
  const isRaw = typeof value === "string" ? needsRaw(value, isMasked) : value.of === "registry.auth";
  return {
    key,
    value,
    environment: environment === "*" ? (need?.environment ?? "*") : environment,
    isFile,
    isProtected: fields.protected ?? (need ? need.isProtected : isSecret),
    isMasked,
    isHidden: fields.hidden ?? false,
    isRaw: fields.raw ?? isRaw,
    description: description || (need?.description ?? ""),
  };
}

/** Problems of a variable: its kind does not accept the value, or GitLab cannot mask it. */
function candidateProblems({ plan, path, need }: Candidate, context: VariableContext): Problem[] {
  const { key, value, isMasked, isHidden, isRaw } = plan;
  const what = `for ${key} of project ${context.project}`;
  const text = textKnownNow(value, context.settings);
  const isStrange = text !== undefined && need?.allowed && !need.allowed.pattern.test(text);
  const fault = text !== undefined && isMasked ? maskFault(text, isRaw) : undefined;
  const remedy = "change the value, or set masked: false for the variable";
  return [
    ...(isHidden && !isMasked
      ? [
          {
            path,
            expected: `masked: true ${what}`,
            found: "hidden alone",
            remedy: "mask it, or do not hide it",
          },
        ]
      : []),
    ...(isStrange
      ? [{ path, expected: `${need?.allowed?.text} ${what}`, found: "another value", remedy: "correct it" }]
      : []),
    ...(fault
      ? [{ path, expected: `${fault.expected} ${what}, which GitLab masks`, found: fault.found, remedy }]
      : []),
  ];
}

function addMissing(problems: Problem[], more: readonly Problem[]): void {
  const isKnown = ({ path, expected }: Problem) =>
    problems.some((each) => each.path === path && each.expected === expected);
  problems.push(...more.filter((each) => !isKnown(each)));
}
