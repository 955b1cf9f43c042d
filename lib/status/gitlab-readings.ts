import { largePages } from "../gitlab/pages.ts";
import { classOf, type PropertyMap, type Resource } from "../state/index.ts";

/** An object of GitLab's API. */
export type Entity = Readonly<Record<string, unknown>>;

/** What GitLab gave for each path: undefined for what is not there, an error where it did not tell. */
export type Answers = ReadonlyMap<string, unknown>;

/** How GitLab tells of the resources of a class. */
export interface GitLabReading {
  /** Path below /api/v4 of the object, or of a list that contains it. */
  readonly path: (resource: Resource) => string;
  /** Finds the object in what the path gives. Default: it is the object itself. Null: GitLab does not tell. */
  readonly pick?: (answer: unknown, inputs: PropertyMap) => Entity | null | undefined;
  /** What GitLab says of the inputs that it tells; the others are not compared. */
  readonly values: (entity: Entity, inputs: PropertyMap) => PropertyMap;
}

/** At the end of the path of a list. Longer ones have more pages. */
export const listQuery = `?${largePages}`;

const inProject = (rest: (inputs: PropertyMap, id: string) => string) => (resource: Resource) => {
  const { inputs = {}, id = "" } = resource;
  return `/projects/${encode(inputs.project)}${rest(inputs, id)}`;
};

/** Inputs whose names GitLab writes with underscores. */
const named =
  (...names: readonly string[]) =>
  (entity: Entity): PropertyMap =>
    Object.fromEntries(names.map((name) => [name, entity[underscored(name)]]));

const ofProject = named(
  ...["name", "path", "description", "defaultBranch", "mergeMethod", "squashOption"],
  ...["onlyAllowMergeIfPipelineSucceeds", "onlyAllowMergeIfAllDiscussionsAreResolved"],
  ...["removeSourceBranchAfterMerge", "autoCancelPendingPipelines", "ciDefaultGitDepth", "publicJobs"],
  ...["sharedRunnersEnabled", "groupRunnersEnabled", "autoDevopsEnabled", "containerRegistryAccessLevel"],
  ...["snippetsAccessLevel", "wikiAccessLevel"],
);
const ofGroup = named("name", "path", "description", "parentId", "requestAccessEnabled", "autoDevopsEnabled");
const ofVariable = named(
  ...[
    "key",
    "value",
    "variableType",
    "environmentScope",
    "protected",
    "masked",
    "hidden",
    "raw",
    "description",
  ],
);
const ofSchedule = named("description", "cron", "cronTimezone", "active");
const ofRunner = named("runnerType", "description", "locked", "paused", "accessLevel", "maximumTimeout");

const readings: Readonly<Record<string, GitLabReading>> = {
  Group: {
    path: ({ id }) => `/groups/${id}`,
    values: (entity) => ({ ...ofGroup(entity), visibilityLevel: entity.visibility }),
  },
  Project: {
    path: ({ id }) => `/projects/${id}`,
    values: (entity) => ({
      ...ofProject(entity),
      visibilityLevel: entity.visibility,
      namespaceId: (entity.namespace as Entity | undefined)?.id,
    }),
  },
  ProjectVariable: {
    path: inProject(() => `/variables${listQuery}`),
    pick: (answer, { key, environmentScope = "*" }) =>
      entities(answer).find((each) => each.key === key && each.environment_scope === environmentScope),
    // The value of a hidden one is null.
    values: (entity) => ofVariable({ ...entity, value: entity.value ?? undefined }),
  },
  BranchProtection: {
    path: inProject(() => `/protected_branches${listQuery}`),
    pick: (answer, { branch }) => entities(answer).find(({ name }) => name === branch),
    values: (entity, { pushAccessLevel, mergeAccessLevel }) => ({
      allowForcePush: entity.allow_force_push,
      pushAccessLevel: level(entity.push_access_levels, pushAccessLevel),
      mergeAccessLevel: level(entity.merge_access_levels, mergeAccessLevel),
    }),
  },
  TagProtection: {
    path: inProject(() => `/protected_tags${listQuery}`),
    pick: (answer, { tag }) => entities(answer).find(({ name }) => name === tag),
    values: (entity, { createAccessLevel }) => ({
      createAccessLevel: level(entity.create_access_levels, createAccessLevel),
    }),
  },
  Branch: {
    path: inProject(({ name }) => `/repository/branches/${encode(name)}`),
    values: named("name"),
  },
  RepositoryFile: {
    path: inProject(({ filePath, branch }) => `/repository/files/${encode(filePath)}?ref=${encode(branch)}`),
    values: ({ content, encoding }, { encoding: declared }) => ({
      content:
        encoding === "base64" && declared === "text"
          ? Buffer.from(String(content), "base64").toString()
          : content,
    }),
  },
  ProjectEnvironment: {
    path: inProject((_, id) => `/environments/${encode(id.split(":").at(-1))}`),
    values: named("name", "externalUrl", "tier", "description"),
  },
  PipelineSchedule: {
    path: inProject((_, id) => `/pipeline_schedules/${encode(id.split(":").at(-1))}`),
    values: (entity, { ref }) => ({
      ...ofSchedule(entity),
      ref: isSameRef(entity.ref, ref) ? ref : entity.ref,
    }),
  },
  PipelineScheduleVariable: {
    path: inProject(({ pipelineScheduleId }) => `/pipeline_schedules/${encode(pipelineScheduleId)}`),
    // Only the schedule's owner sees its variables.
    pick: (answer, { key }) => {
      const { variables } = (answer ?? { variables: [] }) as Entity;
      return Array.isArray(variables) ? entities(variables).find((each) => each.key === key) : null;
    },
    values: named("key", "value", "variableType"),
  },
  UserRunner: {
    path: ({ id }) => `/runners/${id}`,
    values: (entity, { tagLists }) => ({
      ...ofRunner(entity),
      untagged: entity.run_untagged,
      // GitLab sorts them.
      tagLists: isSameSet(entity.tag_list, tagLists) ? tagLists : entity.tag_list,
    }),
  },
};

/** Undefined for a class that the stage does not declare. */
export function readingOf(type: string): GitLabReading | undefined {
  return readings[classOf(type)];
}

/** The objects of a list; empty for none. */
export function entities(answer: unknown): readonly Entity[] {
  return Array.isArray(answer) ? answer : [];
}

/** A part of a path or a query. */
export function encode(value: unknown): string {
  return encodeURIComponent(String(value));
}

const levels: Readonly<Record<number, string>> = {
  0: "no one",
  30: "developer",
  40: "maintainer",
  60: "admin",
};

/** The declared level if GitLab has just that one, otherwise all that it has. */
function level(found: unknown, declared: unknown): unknown {
  if (!Array.isArray(found)) return undefined;
  const words = entities(found).map(({ access_level, user_id, group_id, deploy_key_id }) =>
    user_id || group_id || deploy_key_id ? "others" : (levels[Number(access_level)] ?? String(access_level)),
  );
  return words.length === 1 && words[0] === declared ? declared : words.join(" and ") || "nobody";
}

function isSameRef(found: unknown, declared: unknown): boolean {
  const short = (ref: unknown) => String(ref).replace(/^refs\/heads\//, "");
  return short(found) === short(declared);
}

function isSameSet(found: unknown, declared: unknown): boolean {
  if (!Array.isArray(found) || !Array.isArray(declared)) return false;
  return JSON.stringify(found.toSorted()) === JSON.stringify(declared.toSorted());
}

function underscored(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
