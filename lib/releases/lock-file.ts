import { parse, stringify } from "yaml";
import { z } from "zod";
import { hashOf } from "../compose/hash/content-hash.ts";
import { type Problem, ProblemError } from "../problems/index.ts";
import { emptyLock, type Lock, type LockEntry, lockFile } from "./lock.ts";

const head = (stage: string) =>
  [
    `# What stage ${stage} runs: the digest of each image, by stack and by the reference in its compose file.`,
    "# The commands of smallboat write this file. Commit it, and do not edit it.",
  ].join("\n");

const image = z.strictObject({
  tag: z.string().optional(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  source: z
    .strictObject({
      project: z.string().optional(),
      commit: z.string().optional(),
      pipeline: z.string().optional(),
    })
    .optional(),
});
const stack = z.strictObject({
  files: z.string(),
  images: z.record(z.string(), image).default({}),
  lifts: z.string().optional(),
  check: z.string(),
});
const pack = z.strictObject({
  version: z.string(),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  check: z.string(),
});
const schema = z.strictObject({
  stacks: z.record(z.string(), stack).default({}),
  packages: z.record(z.string(), pack).optional(),
});

/** The text of a lock. Each entry has a check of its own, so that git merges changes of different stacks. */
export function lockText(stage: string, { stacks, packages }: Lock): string {
  const written = Object.keys(stacks)
    .sort()
    .map((id) => {
      const { files, images, lifts } = stacks[id] as LockEntry;
      const own = { files, ...(Object.keys(images).length > 0 && { images }), ...(lifts && { lifts }) };
      return [id, { ...own, check: checkOf(stacks[id]) }];
    });
  const packs = Object.keys(packages ?? {})
    .sort()
    .map((name) => [name, { ...packages?.[name], check: checkOf(packages?.[name]) }]);
  const tree = {
    stacks: Object.fromEntries(written),
    ...(packs.length > 0 && { packages: Object.fromEntries(packs) }),
  };
  return `${head(stage)}\n${stringify(tree, { sortMapEntries: false, lineWidth: 0 })}`;
}

/**
 * Parses the text of a lock.
 * @param text undefined if there is no such file yet
 * @throws ProblemError with a line for each stack that somebody has edited, or for a merge that is not done
 */
export function parseLock(stage: string, text: string | undefined): Lock {
  if (text === undefined) return emptyLock;
  const path = lockFile(stage);
  const fault = (found: string, remedy: string, where = path): Problem => ({
    path: where,
    expected: "a lock as the commands write it",
    found,
    remedy,
  });
  if (/^(<{7}|={7}|>{7})/m.test(text)) {
    const remedy = `take one side ("git checkout --theirs ${path}"), then repeat "make deploy" for what the other side had`;
    throw new ProblemError([fault("the marks of a merge conflict", remedy)]);
  }
  const back = `take the committed file back ("git checkout ${path}"), and use "make deploy"`;
  const { data, error } = schema.safeParse(treeOf(text));
  if (!data) {
    const places = [...new Set(error.issues.map((each) => each.path.slice(0, 2).join(" ")))];
    throw new ProblemError(
      places.map((place) => fault("something else", back, place ? `${path} ${place}` : path)),
    );
  }
  const kinds = [entriesOf("stacks", data.stacks), entriesOf("packages", data.packages)];
  const edited = kinds.flat().filter(({ check, own }) => check !== checkOf(own));
  if (edited.length > 0)
    throw new ProblemError(
      edited.map(({ kind, name }) => fault("an edit by hand", back, `${path} ${kind} ${name}`)),
    );
  const [stacks, packages] = kinds.map((entries) =>
    Object.fromEntries(entries.map(({ name, own }) => [name, own])),
  );
  return { stacks, ...(data.packages && { packages }) } as unknown as Lock;
}

function entriesOf(kind: string, entries: Readonly<Record<string, { readonly check: string }>> = {}) {
  return Object.entries(entries).map(([name, { check, ...own }]) => ({ kind, name, check, own }));
}

function treeOf(text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch {
    return undefined;
  }
}

function checkOf(entry: object | undefined): string {
  return hashOf(entry).slice(0, 12);
}
