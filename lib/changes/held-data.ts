import { type Deployment, inputName, nameOf, type Resource, types } from "../state/index.ts";
import { isGitLab } from "./gitlab-identity.ts";

/** Something that holds data. */
export interface Held {
  readonly name: string;
  /** What goes with it. */
  readonly content: string;
}

/** What a resource holds; nothing for one without data. */
export function heldData(resource: Resource): Held | undefined {
  const name = inputName(resource) ?? nameOf(resource.urn);
  switch (resource.type) {
    case types.volume:
      return { name: `volume ${name}`, content: "its data" };
    case types.gitlabProject:
      return { name: `project ${name}`, content: "its repository" };
    case types.gitlabGroup:
      return { name: `group ${name}`, content: "all in it" };
    default:
      return undefined;
  }
}

/** A line for each thing that is lost with a stage. @param purged names of volumes that are deleted with their data */
export function destruction(stage: string, { resources }: Deployment, purged: readonly string[]): string[] {
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const stacks = ofType(types.hostStack).map(({ urn }) => nameOf(urn));
  const containers = ofType(types.container).length;
  const ofGitLab = resources.filter(({ type }) => isGitLab(type));
  const held = ofGitLab.flatMap((each) => heldData(each) ?? []);
  return [
    `Stage ${stage} is destroyed: ${containers} containers of ${stacks.length} stacks.`,
    ...stacks.map((name) => `  stack ${name}`),
    ...held.map(({ name, content }) => `  GitLab ${name}, with ${content}`),
    ...purged.map((name) => `  volume ${name}, with its data`),
  ];
}
