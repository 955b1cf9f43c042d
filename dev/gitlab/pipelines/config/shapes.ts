import { isHash } from "../source/yaml.ts";
import { durationSeconds } from "./duration.ts";

/** Every key that a job may have. */
export const keys = [
  ...[
    "after_script",
    "allow_failure",
    "artifacts",
    "before_script",
    "cache",
    "coverage",
    "dast_configuration",
  ],
  ...[
    "dependencies",
    "environment",
    "except",
    "extends",
    "hooks",
    "id_tokens",
    "identity",
    "image",
    "inherit",
  ],
  ...[
    "inputs",
    "interruptible",
    "manual_confirmation",
    "needs",
    "only",
    "pages",
    "parallel",
    "publish",
    "release",
  ],
  ...[
    "resource_group",
    "retry",
    "rules",
    "run",
    "script",
    "secrets",
    "services",
    "stage",
    "start_in",
    "tags",
  ],
  ...["timeout", "trigger", "type", "variables", "when"],
];
/** Keys of the hashes within a job. */
export const keysWithin: Readonly<Record<string, readonly string[]>> = {
  artifacts: [
    "name",
    "untracked",
    "paths",
    "reports",
    "when",
    "expire_in",
    "expose_as",
    "exclude",
    "public",
    "access",
  ],
  cache: ["key", "untracked", "paths", "when", "policy", "unprotect", "fallback_keys"],
  environment: ["name", "url", "action", "on_stop", "auto_stop_in", "kubernetes", "deployment_tier"],
  image: ["name", "entrypoint", "ports", "pull_policy", "docker", "kubernetes"],
  inherit: ["default", "variables"],
  retry: ["max", "when", "exit_codes"],
};
export const words = ["on_success", "on_failure", "always", "manual", "delayed"];

type Test = (value: unknown) => boolean;
export const isText: Test = (value) => typeof value === "string";
export const isFlag: Test = (value) => typeof value === "boolean";
const isCount: Test = (value) => typeof value === "number" && Number.isInteger(value);
export const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
const isLines: Test = (value) => isText(value) || isTexts(value);
const isScalar: Test = (value) => ["string", "number", "boolean"].includes(typeof value) || value === null;
/** Names to texts, or to hashes that hold one. */
export const isVariables: Test = (value) =>
  isHash(value) &&
  Object.values(value).every((each) => isScalar(each) || (isHash(each) && isScalar(each.value ?? null)));
const isMatrix: Test = (value) =>
  Array.isArray(value) &&
  value.every(
    (each) => isHash(each) && Object.values(each).every((values) => [values].flat().every(isScalar)),
  );
const oneOrMore =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) ? value.every(test) : test(value);
export const isDuration: Test = (value) =>
  (isText(value) || isCount(value)) && durationSeconds(String(value)) !== undefined;

/** Each key with the form of its value, and GitLab's words for it. */
export const shapes: readonly (readonly [keys: readonly string[], test: Test, says: string])[] = [
  [
    ["script", "before_script", "after_script"],
    isLines,
    "config should be a string or a nested array of strings up to 10 levels deep",
  ],
  [["tags"], isTexts, "config should be an array of strings"],
  [["hooks", "id_tokens", "inherit"], isHash, "config should be a hash"],
  [["variables"], isVariables, "config should be a hash of key value pairs, value can be a hash"],
  [["resource_group"], isText, "should be a string"],
  [["artifacts"], isHash, "config should be a hash"],
  [["services"], oneOrMore((value) => isText(value) || isHash(value)), "config should be an array"],
  [["cache"], oneOrMore(isHash), "config should be a hash or an array of hashes"],
  [
    ["image", "environment"],
    (value) => isText(value) || isHash(value),
    "config should be a hash or a string",
  ],
  [["interruptible"], isFlag, "config should be a boolean value"],
  [["timeout"], isDuration, "config should be a duration"],
  [["coverage"], isText, "config must be a regular expression"],
  [
    ["parallel"],
    (value) => isCount(value) || (isHash(value) && isMatrix(value.matrix)),
    "config should be an integer or a hash with a matrix",
  ],
  [["needs"], oneOrMore((value) => isText(value) || isHash(value)), "config can only be a hash or an array"],
  [["retry"], (value) => isCount(value) || isHash(value), "config has to be either an integer or a hash"],
  [["stage"], isText, "config should be a string"],
];
