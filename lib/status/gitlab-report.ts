import { gitlabWord } from "../changes/index.ts";
import { GitLabError } from "../gitlab/client.ts";
import { type Deployment, nameOf, type PropertyMap, types } from "../state/index.ts";
import { finding } from "./finding.ts";
import { extraFindings, extraPaths, furtherPaths } from "./gitlab-extras.ts";
import { gitlabUnanswered } from "./gitlab-fault.ts";
import { type Answers, type Entity, readingOf } from "./gitlab-readings.ts";
import { type RecordedObject, recordedObjects } from "./gitlab-things.ts";
import type { PartialReport, Thing } from "./model.ts";
import type { RecordedGitLab } from "./recorded-parts.ts";
import { type Judged, syncOf } from "./thing.ts";

/**
 * The paths of the API that a look has yet to ask for; none if it has all it needs.
 * @param deployment with plain secrets
 */
export function gitlabPaths(deployment: Deployment, answers: Answers): string[] {
  const objects = recordedObjects(deployment);
  const own = objects.flatMap(({ resource }) => readingOf(resource.type)?.path(resource) ?? []);
  const all = [...own, ...extraPaths(objects), ...furtherPaths(objects, answers)];
  return [...new Set(all)].filter((path) => !answers.has(path));
}

/**
 * Compares what the state records of GitLab with what GitLab says. Only inputs that the program sets count, so GitLab's
 * own defaults are no drift.
 * @param deployment with plain secrets
 */
export function gitlabReport(
  deployment: Deployment,
  answers: Answers,
  gitlab: Pick<RecordedGitLab, "url" | "isStandin">,
): PartialReport {
  const objects = recordedObjects(deployment);
  const compared = objects.map((object) => compare(object, answers));
  const [path, fault] = [...answers].find(([, answer]) => answer instanceof GitLabError) ?? [];
  return {
    things: compared.map(({ thing }) => thing),
    findings: [...compared.flatMap(({ findings }) => findings), ...extraFindings(objects, answers)],
    unanswered: fault instanceof GitLabError ? [gitlabUnanswered(gitlab, fault, path?.split("?")[0])] : [],
  };
}

/** Objects whose removal removes everything in them. A heal may not restore all of that, such as starters and pipelines. */
const holders: ReadonlySet<string> = new Set([types.gitlabProject, types.gitlabGroup]);
const wholeAnew = {
  remedy: "person",
  advice: 'run "make up", which makes it anew with all that follows from it',
} as const;

function compare(object: RecordedObject, answers: Answers): Judged {
  const { resource, inputs, project } = object;
  const judged = (health: Thing["health"], findings: Judged["findings"], state?: unknown): Judged => ({
    thing: thingOf(object, syncOf(findings), health, state),
    findings,
  });
  const reading = readingOf(resource.type);
  const answer = reading && answers.get(reading.path(resource));
  if (answer instanceof GitLabError) return { thing: thingOf(object, "unknown", "unknown"), findings: [] };
  const { pick = (whole: unknown) => whole as Entity | undefined, values } = reading ?? {};
  const entity = pick(answer, inputs);
  if (!values || entity === null) return { thing: thingOf(object, "not checked", "unknown"), findings: [] };
  const gone = goneProjectOf(object, answers);
  if (isGone(entity) || gone !== undefined) {
    const isWithProject = gone !== undefined && project !== resource;
    const cause = isWithProject ? { cause: `project ${gone} removed` } : {};
    const remedy = isWithProject || holders.has(resource.type) ? wholeAnew : {};
    return judged("missing", [finding(object, { field: "existence", text: "removed", ...cause, ...remedy })]);
  }
  const found = differences(inputs, values(entity, inputs)).map(([field, value]) =>
    finding(object, { field: gitlabWord(field), text: differenceText(field, inputs[field], value) }),
  );
  return judged("healthy", found, entity.status ?? entity.state);
}

function thingOf(
  { address, place, kind, name, urn }: RecordedObject,
  sync: Thing["sync"],
  health: Thing["health"],
  state?: unknown,
): Thing {
  return { address, place, kind, name, sync, health, ...(typeof state === "string" && { state }), urn };
}

/** The name of its project if that is gone: what is in it went with it. */
function goneProjectOf({ project }: RecordedObject, answers: Answers): string | undefined {
  if (!project) return undefined;
  const answer = answers.get(`/projects/${project.id}`) as Entity | undefined;
  return isGone(answer) ? nameOf(project.urn) : undefined;
}

/** A project or a group that waits for its deletion is gone too. */
function isGone(entity: Entity | undefined): entity is undefined {
  return !entity || Boolean(entity.marked_for_deletion_at ?? entity.marked_for_deletion_on);
}

function differences(inputs: PropertyMap, values: PropertyMap): [field: string, found: unknown][] {
  return Object.entries(values).filter(
    ([name, value]) =>
      Object.hasOwn(inputs, name) && isTold(inputs[name], value) && !isSame(inputs[name], value),
  );
}

/** GitLab tells nothing of what its version does not know yet. Null is its word for an empty text. */
function isTold(declared: unknown, found: unknown): boolean {
  return found !== undefined && (found !== null || typeof declared === "string");
}

function isSame(declared: unknown, found: unknown): boolean {
  if (typeof declared === "object") return JSON.stringify(declared) === JSON.stringify(found);
  return String(declared) === String(found ?? "");
}

/** Inputs whose values no report shows: secrets and whole files. */
const hidden: ReadonlySet<string> = new Set(["value", "content"]);

function differenceText(field: string, was: unknown, is: unknown): string {
  const word = gitlabWord(field);
  return hidden.has(field) ? `${word} changed` : `${word} ${shown(was)} -> ${shown(is)}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(",") || "none";
  return value === null || value === "" ? "none" : String(value);
}
