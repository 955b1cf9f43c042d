import { type Context, timestamp } from "../context.ts";
import { ownerOf } from "../entities/group.ts";
import { optionWords, type ProjectOption, projectOptions } from "../entities/project-options.ts";
import { canSeeGroup, groupLevel, level } from "../http/access.ts";
import { forbidden, invalid, notFound } from "../http/errors.ts";
import {
  anything,
  atLeastOne,
  flag,
  integer,
  mapping,
  oneOf,
  optional,
  type Param,
  type Spec,
  text,
  texts,
  type Values,
} from "../http/params.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { Group, Project, User } from "../store/people.ts";
import { nameFaults, pathFaults, pathFrom, refuseFaults } from "./names.ts";
import { writeReadme } from "./readme.ts";

const ownParams = {
  name: optional(text()),
  path: optional(text()),
  namespace_id: optional(integer()),
  description: optional(text()),
  visibility: optional(oneOf("private", "internal", "public")),
  default_branch: optional(text()),
  initialize_with_readme: optional(flag()),
  topics: optional(texts()),
  tag_list: optional(texts()),
  container_expiration_policy_attributes: optional(mapping()),
};

/**
 * Parameters for creating and editing a project: its own fields, and every option, with the form of its
 * default.
 */
export const projectParams = { ...ownParams, ...optionParams() };

export type ProjectParams = Values<typeof ownParams>;

function optionParams(): Spec {
  return Object.fromEntries(
    Object.entries(projectOptions).map(([name, value]) => [
      name,
      optional(optionParam(name as ProjectOption, value)),
    ]),
  );
}

function optionParam(name: ProjectOption, value: unknown): Param<unknown> {
  const words = optionWords[name];
  if (words) return oneOf(...words);
  if (name.endsWith("_access_level")) return oneOf("disabled", "private", "enabled", "public");
  if (typeof value === "boolean") return flag();
  if (typeof value === "number") return integer();
  if (typeof value === "string") return text();
  return Array.isArray(value) ? texts() : anything();
}

/** The options among the parameters. */
export function givenOptions(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const options = Object.fromEntries(
    Object.keys(projectOptions)
      .filter((name) => params[name] !== undefined)
      .map((name) => [name, params[name]]),
  );
  const policy = params.container_expiration_policy_attributes;
  return policy === undefined
    ? options
    : {
        ...options,
        container_expiration_policy: { ...projectOptions.container_expiration_policy, ...policy },
      };
}

export async function create(
  context: Context,
  user: User,
  params: ProjectParams,
  origin: string,
): Promise<Project> {
  atLeastOne(params, ["name", "path"]);
  const { store } = context;
  const namespace = params.namespace_id === undefined ? user : ownerOf(context, params.namespace_id);
  requireNamespace(context, user, namespace);
  const name = params.name ?? params.path ?? "";
  const path = params.path ?? pathFrom(name);
  refuseFaults({ name: nameFaults(name), path: pathFaults(path) });
  const isGroup = "full_path" in namespace;
  const full_path = `${isGroup ? namespace.full_path : namespace.username}/${path}`;
  refuseTaken(context, full_path, namespace, name);
  const now = timestamp(context);
  const project = store.transaction(() => {
    const added = store.projects.insert({
      name,
      path,
      full_path,
      group_id: isGroup ? namespace.id : null,
      owner_id: isGroup ? null : namespace.id,
      creator_id: user.id,
      visibility: params.visibility ?? "private",
      description: params.description ?? null,
      default_branch: params.default_branch || "main",
      has_branch: false,
      archived: false,
      topics: params.topics ?? params.tag_list ?? [],
      created_at: now,
      last_activity_at: now,
      marked_for_deletion_on: null,
      options: givenOptions(params),
    });
    if (isGroup && groupLevel(context, { ...user, is_admin: false }, namespace) < level.maintainer)
      return added;
    store.members.insert({
      source: "project",
      source_id: added.id,
      user_id: user.id,
      access_level: level.owner,
      created_at: now,
      created_by: user.id,
      expires_at: null,
    });
    return added;
  });
  await repositoryOf(context, project);
  if (params.initialize_with_readme) await writeReadme(context, { project, user, origin });
  return store.projects.get(project.id) ?? project;
}

function requireNamespace(
  context: Context,
  user: User,
  namespace: Group | User | undefined,
): asserts namespace is Group | User {
  if (!namespace) throw notFound("Namespace");
  if ("username" in namespace) {
    if (namespace.id !== user.id && !user.is_admin) throw invalid({ namespace: ["is not valid"] });
    return;
  }
  if (!canSeeGroup(context, user, namespace)) throw notFound("Namespace");
  if (groupLevel(context, user, namespace) < level.developer) throw forbidden();
}

function refuseTaken({ store }: Context, full_path: string, namespace: Group | User, name: string): void {
  const owner = "username" in namespace ? { owner_id: namespace.id } : { group_id: namespace.id };
  const pathTaken = store.projects.first({ full_path }) ?? store.groups.first({ full_path });
  const nameTaken = store.projects.first({ ...owner, name });
  if (!pathTaken && !nameTaken) return;
  const text = ["has already been taken"];
  throw invalid({
    ...(nameTaken && { "project_namespace.name": text }),
    ...(nameTaken && { name: text }),
    ...(pathTaken && { path: text }),
  });
}
