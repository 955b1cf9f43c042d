import { expect, test } from "vitest";
import { type Problem, problemLine } from "../../../lib/problems/index.ts";
import {
  completedStack,
  emptyHistory,
  type Hold,
  holdsInForce,
  type Lock,
  lockText,
  type PromotionTarget,
  parseLock,
  promotedStack,
  promotedTag,
  sourceOf,
  withoutLifted,
  withPromotion,
} from "../../../lib/releases/index.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const at = "2026-11-26T10:00:00.000Z";
const [devApp, prodApp] = ["dev.example.com/team/app:dev.0.0.2", "prod.example.com/team/app:prod.0.0.2"];

const dev = {
  stage: "dev",
  running: {
    "Local/web": {
      files: "f1",
      images: { [devApp]: { digest: digest("a") }, "nginx:1.27": { digest: digest("b") } },
    },
    "Local/built": { files: "f2", images: {} },
  },
  references: {
    "Local/web": { app: devApp, proxy: "nginx:1.27", made: "python:3.13" },
    "Local/built": { app: "built:1" },
  },
};
const empty: Lock = { stacks: {} };
const prod = (more: Partial<PromotionTarget> = {}): PromotionTarget => ({
  ...{ stage: "prod", lock: empty },
  references: { "Local/web": { app: prodApp, proxy: "nginx:1.27" } },
  ...more,
});

/** What is promoted of a stack, and what is wrong with it. */
function promoted(target: PromotionTarget, id = "Local/web", source = dev) {
  const problems: Problem[] = [];
  return { stack: promotedStack(id, source, target, problems), lines: problems.map(problemLine) };
}

test.each([
  ["dev.0.0.2", "prod.0.0.2"],
  ["0.0.2-dev", "0.0.2-prod"],
  ["dev", "prod"],
  ["1.27", "1.27"],
  ["develop.1", "develop.1"],
  ["redev.1", "redev.1"],
])("the tag %s of dev is %s of prod", (tag, expected) => {
  expect(promotedTag(tag, "dev", "prod")).toBe(expected);
});

test("a stage's name is no pattern, and neither is that of the other", () => {
  expect([promotedTag("a.b.1", "a.b", "$&"), promotedTag("axb.1", "a.b", "prod")]).toEqual(["$&.1", "axb.1"]);
});

test("each service takes the digest of the same service, under the reference of its own stage", () => {
  expect(promoted(prod())).toEqual({
    stack: {
      id: "Local/web",
      images: [
        { written: prodApp, from: devApp, to: prodApp, digest: digest("a") },
        { written: "nginx:1.27", from: "nginx:1.27", to: "nginx:1.27", digest: digest("b") },
      ],
    },
    lines: [],
  });
});

test("what the lock names already stays out, and a stack without images of a registry too", () => {
  const lock: Lock = {
    stacks: { "Local/web": { files: "", images: { "nginx:1.27": { digest: digest("b") } } } },
  };
  expect(promoted(prod({ lock })).stack?.images.map(({ written }) => written)).toEqual([prodApp]);
  expect(promoted(prod(), "Local/built")).toEqual({ stack: undefined, lines: [] });
});

test("another tag than that of the compose file stands in the lock", () => {
  const old = prodApp.replace("0.0.2", "0.0.1");
  const { stack } = promoted(prod({ references: { "Local/web": { app: old } } }));
  const source = { commit: "c1" };
  expect(stack && withPromotion(empty, stack, new Map([[digest("a"), source]]), at)).toEqual({
    stacks: {
      "Local/web": {
        files: "",
        images: { [old]: { digest: digest("a"), tag: "prod.0.0.2", source } },
        lifts: at,
      },
    },
  });
});

test("a stage that lacks the stack is named, and so is one image that would be two", () => {
  expect(promoted(prod({ references: {} })).lines).toEqual([
    "stacks/Local/web: expected a stack of stage prod, to take what dev runs, found none; add its folder to this checkout first; nothing was changed",
  ]);
  expect(promoted(prod({ references: { "Local/web": { app: prodApp, proxy: prodApp } } })).lines).toEqual([
    `stacks/Local/web: expected one image for ${prodApp}, found services that run different ones in dev; let them run the same in dev, or give them different tags`,
  ]);
});

const hold: Hold = { release: 3, at, by: "jo", files: "f", images: {}, commit: "c" };
const lifting = (lifts: string): Lock => ({ stacks: { "Local/web": { files: "f", images: {}, lifts } } });

test("a lock lifts the hold of its time, and no later one", () => {
  const holds = { "Local/web": hold, "Local/other": hold };
  expect(holdsInForce(holds, lifting(at))).toEqual({ "Local/other": hold });
  expect(holdsInForce(holds, lifting("2026-11-25T10:00:00.000Z"))).toEqual(holds);
  const history = { ...emptyHistory, holds };
  expect(withoutLifted(history, undefined)).toBe(history);
  expect(withoutLifted(history, lifting(at))).toEqual({
    ...emptyHistory,
    holds: { "Local/other": hold },
  });
});

test("source and lifted hold survive the file, and the end of a run", () => {
  const source = { project: "https://gitlab.example.com/t/app", commit: "c1", pipeline: "https://…/7" };
  const lock: Lock = {
    stacks: {
      "Local/web": { files: "f", images: { [prodApp]: { digest: digest("a"), source } }, lifts: at },
    },
  };
  expect(parseLock("prod", lockText("prod", lock))).toEqual(lock);
  const running = { "Local/web": { files: "g", images: { [prodApp]: { digest: digest("c") } } } };
  const other = { "Local/other": { files: "o", images: {} } };
  expect(completedStack({ stacks: { ...lock.stacks, ...other } }, running, "Local/web")).toEqual({
    stacks: { "Local/web": { ...lock.stacks["Local/web"], files: "g" }, ...other },
  });
});

test("the labels of a pipeline say where an image was built", () => {
  expect(sourceOf({ "org.opencontainers.image.revision": "c1", maintainer: "jo" })).toEqual({ commit: "c1" });
  expect(sourceOf({ maintainer: "jo" })).toBeUndefined();
});
