import { holdsSecret } from "../state/index.ts";
import { changeWord, listed } from "./inputs.ts";
import type { Reason } from "./model.ts";
import { differingEntries, type ServiceSourceChange } from "./sources.ts";
import type { StepItem } from "./step-tree.ts";

/** The names of a container's variables that change. Their values are compared, but never shown. */
export function environmentReasons(item: StepItem, sources: ServiceSourceChange): Reason[] {
  const [before, after] = [item.before?.inputs?.envs ?? [], item.after?.inputs?.envs ?? []];
  const isHidden = holdsSecret(before) || holdsSecret(after);
  const changes = isHidden ? byName(item, sources) : byValue(before, after);
  return changes.length === 0 ? [] : [{ what: "environment", text: `environment: ${listed(changes, 5)}` }];
}

function byValue(before: unknown, after: unknown): string[] {
  return differingEntries(variables(before), variables(after)).map(
    ({ name, before, after }) => `${name} ${changeWord(before, after)}`,
  );
}

/** The variables by name. One without a value removes the image's variable. */
function variables(envs: unknown): Readonly<Record<string, string>> {
  const list: string[] = Array.isArray(envs) ? envs : [];
  return Object.fromEntries(
    list.map((each) => {
      const [name = "", ...value] = each.split("=");
      return [name, value.join("=")];
    }),
  );
}

/**
 * Where one of the values is a secret, the preview hides all of them. The provider tells the places that differ, which
 * are those of the names as long as these are the same.
 */
function byName({ differing }: StepItem, { before, after }: ServiceSourceChange): string[] {
  const places = differing.flatMap((path) => /^envs\[(\d+)\]/.exec(path)?.[1] ?? []).map(Number);
  const isChanged = differing.some((path) => /^envs\b/.test(path));
  if (!before || !after) return isChanged ? ["names or values changed"] : [];
  const [was, is] = [before.environment ?? [], after.environment ?? []];
  const added = is.filter((name) => !was.includes(name)).map((name) => `${name} added`);
  const removed = was.filter((name) => !is.includes(name)).map((name) => `${name} removed`);
  if (added.length + removed.length > 0) return [...added, ...removed];
  const changed = [...new Set(places)].sort((a, b) => a - b).flatMap((place) => is[place] ?? []);
  return changed.length > 0 ? changed.map((name) => `${name} changed`) : isChanged ? ["values changed"] : [];
}
