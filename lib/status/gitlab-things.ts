import { gitlabIdentity, isGitLab } from "../changes/index.ts";
import { type Deployment, nameOf, type PropertyMap, type Resource, types } from "../state/index.ts";
import { componentOf } from "./recorded-things.ts";

/** An object of GitLab that the state records. */
export interface RecordedObject {
  readonly resource: Resource;
  /** With secrets in plain text: for comparisons, and not to be shown. */
  readonly inputs: PropertyMap;
  /** Those of `Thing`. */
  readonly address: string;
  readonly place: string;
  readonly kind: string;
  readonly name: string;
  readonly urn: string;
  /** The project that it is in, or that it is. Undefined for the group and for runners. */
  readonly project: Resource | undefined;
}

/** All objects of GitLab that a state records. @param deployment with plain secrets */
export function recordedObjects({ resources }: Deployment): RecordedObject[] {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const objects = resources.filter(({ type, delete: isGoing }) => isGitLab(type) && !isGoing);
  const projects = objects.filter(({ type }) => type === types.gitlabProject);
  return objects.map((resource) => {
    const { inputs = {}, type, urn } = resource;
    const isIn = ({ id }: Resource) => inputs.project !== undefined && id === String(inputs.project);
    const project = type === types.gitlabProject ? resource : projects.find(isIn);
    const { kind, name } = identityOf(resource);
    const place = componentOf(resource, byUrn);
    return { resource, inputs, address: `${place} ${kind} ${name}`, place, kind, name, urn, project };
  });
}

function identityOf({ type, urn, inputs = {} }: Resource): { kind: string; name: string } {
  const identity = gitlabIdentity(type, inputs) ?? { kind: type, name: nameOf(urn) };
  // Two schedules of a project may have a variable of the same name.
  const isOfSchedule = type === types.gitlabScheduleVariable;
  return isOfSchedule ? { ...identity, name: nameOf(urn).split("/").slice(1).join("/") } : identity;
}
