import { conflict, invalid, notFound } from "../http/errors.ts";
import type { Variable } from "../store/settings.ts";
import { refuseFaults } from "./names.ts";

/** A variable before its value is sealed. */
export type PlainVariable = Omit<Variable, "id" | "source" | "source_id" | "sealed_value"> & {
  readonly value: string;
};

/** @throws GitLab's refusal of a variable, never with its value */
export function checkVariable({ key, value, masked, hidden, raw, environment_scope }: PlainVariable): void {
  refuseFaults({
    key: keyFaults(key),
    value: masked && !isMaskable(value, raw) ? ["is invalid"] : [],
    masked: hidden && !masked ? ["should be true when variable is hidden"] : [],
    environment_scope: scopeFaults(environment_scope),
  });
}

function keyFaults(key: string): string[] {
  if (key === "") return ["can't be blank"];
  if (key.length > 255) return ["is too long (maximum is 255 characters)"];
  return /^[a-zA-Z0-9_]+$/.test(key) ? [] : ["can contain only letters, digits and '_'."];
}

function scopeFaults(scope: string): string[] {
  if (scope.length > 255) return ["is too long (maximum is 255 characters)"];
  return /^[a-zA-Z0-9_/\\$.{}() *-]+$/.test(scope)
    ? []
    : ["can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', '(', ')', '*' and spaces"];
}

function isMaskable(value: string, raw: boolean): boolean {
  return raw ? /^\S{8,}$/.test(value) : /^[a-zA-Z0-9_+=/@:.~-]{8,}$/.test(value);
}

/** A variable can be hidden only when it is created, and stays hidden. */
export function checkHiding(before: Variable, change: { masked?: boolean; hidden?: boolean }): void {
  if (change.hidden !== undefined && change.hidden !== before.hidden) {
    throw invalid({ base: ["Updating hidden attribute is not allowed on updates."] });
  }
  if (before.hidden && change.masked === false) {
    throw invalid({ base: ["Updating masked attribute is not allowed on updates for hidden variables."] });
  }
}

/** The variable that a filter selects among those with one key. */
export function pick(found: readonly Variable[], scope: string | undefined): Variable {
  const fitting = scope === undefined ? found : found.filter((each) => each.environment_scope === scope);
  const [only, another] = fitting;
  if (!only) throw notFound("Variable");
  if (another) {
    throw conflict(
      "There are multiple variables with provided parameters. Please use 'filter[environment_scope]'",
    );
  }
  return only;
}
