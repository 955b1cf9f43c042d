import { expect, test } from "vitest";
import { ProblemError } from "../../../lib/problems/index.ts";
import {
  completed,
  emptyLock,
  type Lock,
  lockedImage,
  lockText,
  parseLock,
  withImages,
} from "../../../lib/releases/index.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const app = "registry.example.com/app:prod.0.0.1";
const lock: Lock = {
  stacks: {
    "Local/web": {
      files: "f1",
      images: { [app]: { digest: digest("a") }, "nginx:1.26": { digest: digest("b") } },
    },
    registry: { files: "f2", images: {} },
  },
};
const text = lockText("prod", lock);

function refusal(edited: string): string[] {
  try {
    parseLock("prod", edited);
  } catch (error) {
    if (error instanceof ProblemError) return error.message.split("\n");
    throw error;
  }
  return [];
}

test("a lock that was written is read back unchanged, and a missing file is an empty lock", () => {
  expect(parseLock("prod", text)).toEqual(lock);
  expect(lockText("prod", parseLock("prod", text))).toBe(text);
  expect(text.split("\n").slice(0, 12)).toEqual([
    "# What stage prod runs: the digest of each image, by stack and by the reference in its compose file.",
    "# The commands of smallboat write this file. Commit it, and do not edit it.",
    "stacks:",
    "  Local/web:",
    "    files: f1",
    "    images:",
    `      ${app}:`,
    `        digest: ${digest("a")}`,
    "      nginx:1.26:",
    `        digest: ${digest("b")}`,
    "    check: 236706e3450f",
    "  registry:",
  ]);
  expect(parseLock("prod", undefined)).toEqual(emptyLock);
});

const back = 'take the committed file back ("git checkout locks/prod.yaml"), and use "make deploy"';
const as = "expected a lock as the commands write it, found";

test.for<[string, (text: string) => string, string[]]>([
  [
    "another digest",
    (text) => text.replace(digest("a"), digest("c")),
    [`locks/prod.yaml stacks Local/web: ${as} an edit by hand; ${back}`],
  ],
  [
    "a digest that is none",
    (text) => text.replace(digest("a"), "latest"),
    [`locks/prod.yaml stacks.Local/web: ${as} something else; ${back}`.replace("stacks.", "stacks ")],
  ],
  ["no map", () => "- a\n", [`locks/prod.yaml: ${as} something else; ${back}`]],
  ["no YAML", () => "a: [\n", [`locks/prod.yaml: ${as} something else; ${back}`]],
  [
    "marks of a conflict",
    (text) => `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`,
    [
      `locks/prod.yaml: ${as} the marks of a merge conflict; take one side ("git checkout --theirs locks/prod.yaml"), then repeat "make deploy" for what the other side had`,
    ],
  ],
])("a lock is refused with a line for its mistake: %s", ([, edit, lines]) => {
  expect(refusal(edit(text))).toEqual(lines);
});

test("changes of two stacks can be merged line by line", () => {
  const other = withImages(lock, "Local/other", { "redis:7": { digest: digest("d") } });
  const lines = (each: Lock) => new Set(lockText("prod", each).split("\n"));
  const [before, after] = [lines(lock), lines(other)];
  expect([...before].filter((line) => !after.has(line))).toEqual([]);
});

test("completing a lock adds the running images that it lacks, and keeps its own", () => {
  const running = {
    "Local/web": {
      files: "f3",
      images: { [app]: { digest: digest("e") }, "redis:7": { digest: digest("d") } },
    },
  };
  expect(completed(lock, running)).toEqual({
    stacks: {
      "Local/web": {
        files: "f3",
        images: { [app]: { digest: digest("a") }, "redis:7": { digest: digest("d") } },
      },
    },
  });
  expect(lockedImage(lock, "Local/web", "constructor")).toBeUndefined();
});
