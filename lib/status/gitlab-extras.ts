import { nameOf, types } from "../state/index.ts";
import { finding } from "./finding.ts";
import { type Answers, type Entity, entities, listQuery } from "./gitlab-readings.ts";
import type { RecordedObject } from "./gitlab-things.ts";
import type { Finding } from "./model.ts";

/** The lists of what may be in the stage's group though nobody declared it. */
export function extraPaths(objects: readonly RecordedObject[]): string[] {
  return [
    ...groupsOf(objects).flatMap((id) => [
      `/groups/${id}/projects${listQuery}`,
      `/groups/${id}/variables${listQuery}`,
      groupRunners(id),
    ]),
    ...projectsOf(objects).flatMap(({ id }) => [`/projects/${id}/variables${listQuery}`, projectRunners(id)]),
  ];
}

/** The paths of runners whose group is yet to be asked for: a group's list has those of the groups above it too. */
export function furtherPaths(objects: readonly RecordedObject[], answers: Answers): string[] {
  const known = idsOf(objects, types.gitlabRunner);
  const listed = groupsOf(objects).flatMap((id) => entities(answers.get(groupRunners(id))));
  return listed.filter(({ id }) => !known.has(String(id))).map(runnerPath);
}

/** Projects, variables and runners that nobody declared. */
export function extraFindings(objects: readonly RecordedObject[], answers: Answers): Finding[] {
  const listAt = (path: string) => entities(answers.get(path));
  const [projects, runners] = [idsOf(objects, types.gitlabProject), idsOf(objects, types.gitlabRunner)];
  const isOurs = (group: string, runner: Entity) => {
    const { groups } = (answers.get(runnerPath(runner)) ?? {}) as Entity;
    return entities(groups).some(({ id }) => String(id) === group);
  };
  const ofGroup = groupsOf(objects).flatMap((group) => [
    ...listAt(`/groups/${group}/projects${listQuery}`)
      .filter(({ id, marked_for_deletion_at }) => !projects.has(String(id)) && !marked_for_deletion_at)
      .map(({ path }) => extra("gitlab", "project", String(path), "smallboat:projects")),
    ...listAt(`/groups/${group}/variables${listQuery}`).map((each) =>
      extra("gitlab", "variable", variableName(each), "the variables of a project"),
    ),
    ...listAt(groupRunners(group))
      .filter((each) => !runners.has(String(each.id)) && isOurs(group, each))
      .map((each) => extra("gitlab", "runner", runnerName(each), "smallboat:runners")),
  ]);
  const ofProjects = projectsOf(objects).flatMap(({ id, name }) => {
    const declared = new Set(
      objects
        .filter(({ resource, inputs }) => isVariable(resource.type) && String(inputs.project) === id)
        .map(({ inputs }) => `${inputs.key} ${inputs.environmentScope ?? "*"}`),
    );
    return [
      ...listAt(`/projects/${id}/variables${listQuery}`)
        .filter(({ key, environment_scope }) => !declared.has(`${key} ${environment_scope}`))
        .map((each) => extra(name, "variable", variableName(each), `smallboat:projects.${name}.variables`)),
      ...listAt(projectRunners(id))
        .filter((each) => !runners.has(String(each.id)))
        .map((each) => extra(name, "runner", runnerName(each), "smallboat:runners")),
    ];
  });
  return [...ofGroup, ...ofProjects];
}

function extra(place: string, kind: string, name: string, section: string): Finding {
  const text = "nobody declared it";
  const advice = `add it to ${section}, or remove it in GitLab`;
  const subject = { address: `${place} extra ${kind} ${name}`, place };
  return finding(subject, { field: "existence", text, remedy: "person", advice });
}

function groupsOf(objects: readonly RecordedObject[]): string[] {
  return [...idsOf(objects, types.gitlabGroup)];
}

function projectsOf(objects: readonly RecordedObject[]): { id: string; name: string }[] {
  const projects = objects.filter(({ resource }) => resource.type === types.gitlabProject);
  return projects.map(({ resource: { id = "", urn } }) => ({ id, name: nameOf(urn) }));
}

function idsOf(objects: readonly RecordedObject[], type: string): ReadonlySet<string> {
  return new Set(objects.flatMap(({ resource }) => (resource.type === type ? (resource.id ?? []) : [])));
}

function isVariable(type: string): boolean {
  return type === types.gitlabVariable;
}

function variableName({ key, environment_scope: scope }: Entity): string {
  return scope === undefined || scope === "*" ? String(key) : `${key} for ${scope}`;
}

function runnerName({ id, description }: Entity): string {
  return description ? `${id} (${description})` : String(id);
}

function groupRunners(id: string): string {
  return `/groups/${id}/runners${listQuery}&type=group_type`;
}

function projectRunners(id: string): string {
  return `/projects/${id}/runners${listQuery}&type=project_type`;
}

function runnerPath({ id }: Entity): string {
  return `/runners/${id}`;
}
