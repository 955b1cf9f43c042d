import { differingInputs, isGitLab } from "../changes/index.ts";
import { configHashLabel, imageIdLabel, isToolLabel } from "../docker/labels.ts";
import type { Problem } from "../problems/index.ts";
import { holdsSecret, isUnknown, type PreviewStep, type PropertyMap, type Resource } from "../state/index.ts";
import { renewalName } from "./targets.ts";

/**
 * Problems of a run that would bring something new, and not only put back what was recorded: files, settings or this
 * program changed since the last run.
 * @param steps of a preview with these targets and without a refresh. GitLab's provider refreshes its objects all the same, so a
 * step's old state may be what was found
 * @param targets the recorded resources that may change
 */
export function movedProblems(steps: readonly PreviewStep[], targets: readonly Resource[]): Problem[] {
  const recorded = new Map(targets.map((each) => [each.urn, each]));
  return steps.flatMap((step): Problem[] => {
    const fate = fates[step.op];
    const target = recorded.get(step.urn);
    const found = fate && (target ? newsOf(step, target) : `it ${fate}`);
    const state = step.newState ?? step.oldState;
    if (!found || !state) return [];
    return [
      {
        path: renewalName({ type: state.type, urn: step.urn }),
        expected: "it to be declared as the last run recorded it",
        found,
        remedy: 'bring up what is new with "make up", which also puts the rest right',
      },
    ];
  });
}

/** What a run would do to a resource, by Pulumi's name of the step. The parts of a replacement are left out. */
const fates: Readonly<Record<string, string>> = {
  create: "new",
  update: "changed",
  replace: "changed",
  delete: "no longer declared",
};

/** What is new in a target. The creation of a lost resource is not new, because healing does that. */
function newsOf(step: PreviewStep, recorded: Resource): string | undefined {
  const { op, oldState, newState, detailedDiff } = step;
  if (op === "delete") return `it ${fates[op]}`;
  const isRefreshed = isGitLab(recorded.type);
  const names = differingInputs({
    before: (isRefreshed ? recorded : oldState) ?? undefined,
    after: newState ?? undefined,
    differing: Object.keys(detailedDiff ?? {}),
  })
    // The provider compares a secret with the one it found, so its difference does not tell whether the settings changed.
    .filter(({ before }) => !(isRefreshed && holdsSecret(before)))
    .filter(isNew);
  return names.length > 0 ? `other ${names.map(({ name }) => name).join(", ")}` : undefined;
}

interface Difference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

function isNew({ name, before, after }: Difference): boolean {
  if (name === "labels") {
    const unknown = new Set(labelsOf(after).flatMap(([label, value]) => (isUnknown(value) ? [label] : [])));
    return said(before, unknown) !== said(after, unknown);
  }
  // It takes the volumes of its predecessor. The config-hash among its labels covers what its file says.
  if (name === "mounts") return false;
  if (name === "triggers") return JSON.stringify(withoutLack(before)) !== JSON.stringify(withoutLack(after));
  // It follows another resource that is replaced.
  return !isUnknown(after);
}

/** The labels that depend on files or images, as text. All others describe the surroundings. */
function said(labels: unknown, unknown: ReadonlySet<string>): string {
  const kept = labelsOf(labels).filter(([label]) => {
    const isOfFile = !isToolLabel(label) || label === configHashLabel || label === imageIdLabel;
    return isOfFile && !unknown.has(label);
  });
  return JSON.stringify(kept.sort());
}

function labelsOf(labels: unknown): (readonly [label: string, value: unknown])[] {
  const list: readonly PropertyMap[] = Array.isArray(labels) ? labels : [];
  return list.map(({ label, value }) => [String(label), value]);
}

/** An image that its engine lacks has a trigger of the run's own. */
function withoutLack(triggers: unknown): PropertyMap {
  const { lacked: _, ...rest } = (triggers ?? {}) as PropertyMap;
  return rest;
}
