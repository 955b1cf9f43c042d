import {
  type Deployment,
  inputName,
  nameOf,
  type PreviewStep,
  type Resource,
  types,
} from "../../lib/state/index.ts";

/** What a run would take away, a line each: whole stacks, and whatever holds data. */
export function lossLines(steps: readonly PreviewStep[]): string[] {
  const lines = steps.flatMap(({ op, urn, oldState }) => {
    const isGone = op === "delete";
    if (!oldState || !(isGone || op === "replace")) return [];
    if (oldState.type === types.hostStack) return isGone ? [`stack ${nameOf(urn)} is removed`] : [];
    const what = holding({ ...oldState, urn });
    // Pulumi only forgets it.
    if (!what || (isGone && oldState.retainOnDelete)) return [];
    return [`${what}, ${isGone ? "is removed" : "is replaced"}`];
  });
  return [...new Set(lines)].sort();
}

/** What a stage's end takes away, a line each. @param purged names of volumes that go with their data */
export function destructionLines(
  stage: string,
  { resources }: Deployment,
  purged: readonly string[],
): string[] {
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const stacks = ofType(types.hostStack).map(({ urn }) => nameOf(urn));
  const containers = ofType(types.container).length;
  const ofGitLab = resources.filter(({ type }) => type.startsWith("gitlab:"));
  const held = ofGitLab.flatMap((each) => holding(each) ?? []);
  return [
    `Stage ${stage} is destroyed: ${containers} containers of ${stacks.length} stacks.`,
    ...stacks.map((name) => `  stack ${name}`),
    ...held.map((what) => `  ${what}`),
    ...purged.map((name) => `  volume ${name}, with its data`),
  ];
}

/** What a resource is called that holds data. */
function holding(resource: Resource): string | undefined {
  const name = inputName(resource) ?? nameOf(resource.urn);
  switch (resource.type) {
    case types.volume:
      return `volume ${name}, with its data`;
    case types.gitlabProject:
      return `GitLab project ${name}, with its repository`;
    case types.gitlabGroup:
      return `GitLab group ${name}, with all in it`;
    default:
      return undefined;
  }
}
