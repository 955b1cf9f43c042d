import type { Deployment } from "./deployment.ts";
import { CommandError, read } from "./pulumi.ts";
import { errorsOf } from "./refresh.ts";

/** What `pulumi preview --json` prints, the part that is used here. */
interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: { readonly type: string; readonly inputs?: Inputs; readonly retainOnDelete?: boolean };
}

type Inputs = Readonly<Record<string, unknown>>;

/**
 * What the next run would take away, a line each: whole stacks, and whatever holds data.
 * @param options of the Pulumi CLI
 * @throws CommandError
 */
export async function plannedLosses(stage: string, options: readonly string[]): Promise<string[]> {
  const outcome = await read(stage, "preview", "--json", ...options);
  if (outcome.code !== 0) throw new CommandError({ ...outcome, stdout: errorsOf(outcome.stdout) });
  return losses((JSON.parse(outcome.stdout) as { steps?: Step[] }).steps ?? []);
}

export function losses(steps: readonly Step[]): string[] {
  const lines = steps.flatMap(({ op, urn, oldState }) => {
    const isGone = op === "delete";
    if (!oldState || !(isGone || op === "replace")) return [];
    const { type, inputs = {}, retainOnDelete } = oldState;
    if (type === "smallboat:index:HostStack") return isGone ? [`stack ${nameOf(urn)} is removed`] : [];
    const name = typeof inputs.name === "string" ? inputs.name : nameOf(urn);
    const what = holding(type, name);
    // Pulumi only forgets it.
    if (!what || (isGone && retainOnDelete)) return [];
    return [`${what}, ${isGone ? "is removed" : "is made anew"}`];
  });
  return [...new Set(lines)].sort();
}

/** What a stage's end takes away, a line each. @param purged names of volumes that go with their data */
export function destruction(
  stage: string,
  { resources = [] }: Deployment,
  purged: readonly string[],
): string[] {
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const stacks = ofType("smallboat:index:HostStack").map(({ urn }) => nameOf(urn));
  const containers = ofType("docker:index/container:Container").length;
  const held = resources.flatMap(({ type, inputs, urn }) => {
    const name = typeof inputs?.name === "string" ? inputs.name : nameOf(urn);
    return type.startsWith("gitlab:") ? (holding(type, name) ?? []) : [];
  });
  return [
    `Stage ${stage} is destroyed: ${containers} containers of ${stacks.length} stacks.`,
    ...stacks.map((name) => `  stack ${name}`),
    ...held.map((what) => `  ${what}`),
    ...purged.map((name) => `  volume ${name}, with its data`),
  ];
}

/** What a resource is called that holds data. */
function holding(type: string, name: string): string | undefined {
  switch (type) {
    case "docker:index/volume:Volume":
      return `volume ${name}, with its data`;
    case "gitlab:index/project:Project":
      return `GitLab project ${name}, with its repository`;
    case "gitlab:index/group:Group":
      return `GitLab group ${name}, with all in it`;
    default:
      return undefined;
  }
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
