import { expect, test } from "vitest";
import type { ImagePlan, StackPlan } from "../../../lib/compose/index.ts";
import { withLock, withTagsInUse } from "../../../lib/plan/locked-images.ts";
import type { PlacedStack } from "../../../lib/plan/stacks.ts";
import type { Lock } from "../../../lib/releases/index.ts";
import { observation, observed } from "../support/engine-facts.ts";

const digest = `sha256:${"a".repeat(64)}`;
const image = (reference: string, more: Partial<ImagePlan> = {}): ImagePlan => ({
  key: reference,
  reference,
  where: "",
  pull: "missing",
  ...more,
});
const stack = (...images: ImagePlan[]): PlacedStack => ({
  id: "Local/web",
  host: "Local",
  label: "stacks/Local/web",
  plan: {
    images,
    containers: images.map(({ key }) => ({ image: key, fields: { name: "web" } })),
  } as unknown as StackPlan,
});
const lock: Lock = { stacks: { "Local/web": { files: "", images: { "app:1": { digest } } } } };

test("a stage without a lock follows tags", () => {
  const written = stack(image("app:1"));
  expect(withLock(written, undefined)).toBe(written);
});

test("an image runs the digest of the lock, and one that it does not name stays when its tag moves", () => {
  const built = image("own", { build: { context: "." } });
  const never = image("local", { pull: "never" });
  expect(withLock(stack(image("app:1"), image("new:1"), built, never), lock).plan.images).toEqual([
    image("app:1", { isLocked: true, written: "app:1", tagged: "app:1", reference: `app:1@${digest}` }),
    image("new:1", { isLocked: true }),
    built,
    never,
  ]);
});

test("the lock may name another tag", () => {
  const other: Lock = { stacks: { "Local/web": { files: "", images: { "app:1": { digest, tag: "2" } } } } };
  expect(withLock(stack(image("app:1")), other).plan.images).toEqual([
    image("app:1", { isLocked: true, written: "app:1", tagged: "app:2", reference: `app:2@${digest}` }),
  ]);
});

test.for([
  [
    "a container that was created by the tag keeps it",
    { Image: "id", by: "app:1", tags: ["app:1"] },
    "app:1",
  ],
  [
    "one of the digest keeps that",
    { Image: "id", by: `app:1@${digest}`, tags: ["app:1"] },
    `app:1@${digest}`,
  ],
  ["one of another image gets the digest", { Image: "old", by: "app:1", tags: ["app:1"] }, `app:1@${digest}`],
  [
    "if the tag moved on the engine, the digest counts",
    { Image: "id", by: "app:1", tags: [] },
    `app:1@${digest}`,
  ],
] as const)("%s", ([, { Image, by, tags }, reference]) => {
  const found = observed({ labels: {}, inspected: { Image, Config: { Image: by } } });
  const engine = { ...observation(), containers: new Map([["web", found]]) };
  const images = [{ Id: "id", Created: 0, RepoTags: [...tags], RepoDigests: [`app@${digest}`] }];
  const [kept] = withTagsInUse(withLock(stack(image("app:1")), lock), engine, images).plan.images;
  expect(kept?.reference).toBe(reference);
});
