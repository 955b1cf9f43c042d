import { type Problem, ProblemError, refuse } from "../../lib/problems/index.ts";
import { nearest } from "../../lib/problems/nearest.ts";
import { ownEntry } from "../../lib/problems/own-entry.ts";
import type { StackReferences } from "../../lib/releases/index.ts";
import {
  type Deployment,
  nameOf,
  type RecordedHost,
  type Resource,
  recordedHosts,
  types,
} from "../../lib/state/index.ts";

/** A stack that the state records. */
export interface RecordedStack {
  readonly id: string;
  readonly host: RecordedHost;
  /** References of images that are pulled, as the compose file has them, by service. */
  readonly images: Readonly<Record<string, string>>;
}

/**
 * The stack that STACK names.
 * @throws ProblemError if the stage runs no such stack
 */
export function requireRecordedStack(stage: string, id: string, deployment: Deployment): RecordedStack {
  const hosts = recordedHosts(deployment);
  const known = stacksOn(hosts, deployment);
  const stack = known.find(({ urn }) => nameOf(urn) === id);
  const host = hosts.find(({ urn }) => urn === stack?.parent);
  if (stack && host) return { id, host, images: pulledImages(stack) };
  const names = known.map(({ urn }) => nameOf(urn)).sort();
  const near = nearest(id, names);
  throw new ProblemError([
    {
      path: "STACK",
      expected: `a stack of stage ${stage} as <host>/<stack>: ${names.join(", ") || "none is up"}`,
      found: id || "nothing",
      remedy: near ? `write STACK=${near}` : `name one of them, or bring it up first: make up STAGE=${stage}`,
    },
  ]);
}

/** References of images that the stage's stacks pull. Its own servers are not among them. */
export function recordedReferences(deployment: Deployment): StackReferences {
  const stacks = stacksOn(recordedHosts(deployment), deployment);
  return Object.fromEntries(stacks.map((stack) => [nameOf(stack.urn), pulledImages(stack)]));
}

function stacksOn(hosts: readonly RecordedHost[], { resources }: Deployment): Resource[] {
  const stacks = resources.filter(({ type }) => type === types.hostStack);
  return stacks.filter(({ parent }) => hosts.some(({ urn }) => urn === parent));
}

interface Source {
  readonly image?: string;
  readonly build?: unknown;
}

function pulledImages({ outputs }: Resource): Record<string, string> {
  const { services = {} } = (outputs?.sources ?? {}) as {
    readonly services?: Readonly<Record<string, Source>>;
  };
  const found = Object.entries(services).flatMap(([name, { image, build }]) =>
    image === undefined || build !== undefined || image.includes("@") ? [] : [[name, image] as const],
  );
  return Object.fromEntries(found);
}

/**
 * The tags of IMAGE=<service>=<tag>[,…], by the references of the compose file.
 * @throws ProblemError with each entry that names no service of the stack, or no tag
 */
export function chosenTags(written: string, { id, images }: RecordedStack): ReadonlyMap<string, string> {
  const problems: Problem[] = [];
  const tags = written
    .split(",")
    .filter(Boolean)
    .flatMap((entry): [string, string][] => {
      const [service = "", tag = ""] = entry.split(/=(.*)/s);
      const reference = ownEntry(images, service);
      const isTag = /^\w[\w.-]{0,127}$/.test(tag);
      if (reference !== undefined && isTag) return [[reference, tag]];
      const path = `IMAGE=${entry}`;
      if (reference !== undefined)
        problems.push({ path, expected: "<service>=<tag>", found: tag || "no tag", remedy: "correct it" });
      else
        problems.push({
          path,
          expected: `a service of stacks/${id} that pulls an image: ${Object.keys(images).join(", ") || "none does"}`,
          found: service || "nothing",
          remedy: "correct it",
        });
      return [];
    });
  refuse(problems);
  return new Map(tags);
}
