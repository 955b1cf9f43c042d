import { isAbsolute, join, posix, relative } from "node:path";
import { ownEntry } from "../problems/own-entry.ts";
import { contextFilter } from "./build/context-hash.ts";
import { dockerfileOf } from "./build/plan-build.ts";
import type { ContainerBuilder } from "./container/container-builder.ts";
import { type FileHashes, fileHashes, shortened } from "./hash/file-hashes.ts";
import { hiddenFields } from "./hidden-fields.ts";
import type { LoadedStack } from "./load.ts";

/**
 * The sources of a stack by name and hash, without values. The state keeps them, so that the next preview can tell what
 * has changed since. Paths are relative to the repository.
 */
export interface StackSources {
  readonly composeFiles: FileHashes;
  /** Sources by service. */
  readonly services: Readonly<Record<string, ServiceSources>>;
}

export interface ServiceSources {
  /** The image's reference in the file. */
  readonly image?: string;
  /** Names of its variables, in the order of the container's `envs`. */
  readonly environment?: readonly string[];
  /** Files that the service binds. */
  readonly files?: FileHashes;
  /** Files of its secrets. Their hashes are shortened, so that they show a change and nothing else. */
  readonly secrets?: FileHashes;
  /** Files from which its image is built. */
  readonly build?: FileHashes;
  /** The container's fields that the provider cannot compare. Numbers are kept as text, others as short hashes. */
  readonly fields?: Readonly<Record<string, string>>;
}

export function stackSources(stack: LoadedStack, subjects: readonly ContainerBuilder[]): StackSources {
  const { source, composeFiles } = stack;
  const paths = composeFiles.map((name) => join(source.dir, posix.relative(source.label, name)));
  return {
    composeFiles: hashes(paths, stack),
    services: Object.fromEntries(subjects.map((subject) => [subject.name, serviceSources(subject)])),
  };
}

function serviceSources(subject: ContainerBuilder): ServiceSources {
  const { service, stack, fields } = subject;
  const secrets = new Set(
    (service.secrets ?? []).map(({ source }) => ownEntry(stack.model.secrets, source)?.file),
  );
  const bound = [...subject.hostFiles].sort();
  const open = bound.filter((path) => !secrets.has(path));
  const secret = bound.filter((path) => secrets.has(path));
  const sources = {
    environment: fields.envs?.map((each) => each.replace(/=.*/s, "")) ?? [],
    files: hashes(open, stack),
    secrets: shortened(hashes(secret, stack)),
    build: buildHashes(subject),
    fields: hiddenFields(subject),
  };
  const found = Object.entries(sources).filter(([, each]) => Object.keys(each).length > 0);
  return { ...(service.image !== undefined && { image: service.image }), ...Object.fromEntries(found) };
}

function hashes(
  paths: readonly string[],
  { source, files }: LoadedStack,
  keeps?: (relative: string) => boolean,
): FileHashes {
  const nameOf = (path: string) => posix.join(source.label, relative(source.dir, path));
  return Object.assign({}, ...paths.map((path) => fileHashes(path, files, nameOf, keeps)));
}

/** The folder of its context. A repository and additional contexts are not included. */
function buildHashes({ service: { build }, stack }: ContainerBuilder): FileHashes {
  if (!build || !isAbsolute(build.context)) return {};
  const dockerfile = build.dockerfile_inline === undefined ? dockerfileOf(build) : undefined;
  const keeps = contextFilter(build.context, dockerfile, stack.files);
  return hashes([build.context], stack, keeps);
}
