import { expect, test } from "vitest";
import { type CopyGround, copyImages } from "../../../cli/promote/copy-images.ts";
import type { Lock } from "../../../lib/releases/index.ts";
import { type InnerRegistry, innerRegistry } from "../support/inner-registry.ts";
import { refusal } from "../support/refusal.ts";

const labels = { "org.opencontainers.image.revision": "c1", "com.gitlab.ci.pipelineurl": "http://g/7" };
const plain = () => ({ isPlain: true, patience: 0, timeout: 2_000 });
const ground: CopyGround = {
  stages: { from: "dev", to: "prod" },
  accessFrom: plain,
  accessTo: plain,
  lock: { stacks: {} },
  runs: () => "release 7 of dev",
};

/** The promotion of `team/app:dev.1` to `shop/app:prod.1`. */
function promotion(dev: InnerRegistry, prod: InnerRegistry, digest: string) {
  const to = `${prod.address}/shop/app:prod.1`;
  const image = { written: to, from: `${dev.address}/team/app:dev.1`, to, digest };
  return { image, stacks: [{ id: "Local/web", images: [image] }] };
}

test("an image gets the tag of the other stage, byte for byte, and says where it was built", async () => {
  await using dev = await innerRegistry();
  await using prod = await innerRegistry();
  const digest = dev.image("team/app", "dev.1", labels);
  const { stacks } = promotion(dev, prod, digest);
  const sources = await copyImages(stacks, ground);
  expect([...sources]).toEqual([[digest, { commit: "c1", pipeline: "http://g/7" }]]);
  expect(prod.manifests.get("shop/app:prod.1")).toEqual(dev.manifests.get("team/app:dev.1"));
  await copyImages(stacks, ground);
  expect([...prod.manifests.keys()].sort()).toEqual(["shop/app:prod.1", `shop/app:${digest}`].sort());
});

test("an image that its registry no longer has is refused before anything is copied", async () => {
  await using dev = await innerRegistry();
  await using prod = await innerRegistry();
  const digest = dev.image("team/app", "dev.1", labels);
  dev.forget(digest);
  const { stacks, image } = promotion(dev, prod, digest);
  const there = dev.image("team/db", "dev.1", labels, "other");
  const other = { ...image, from: `${dev.address}/team/db:dev.1`, to: `${prod.address}/shop/db:prod.1` };
  const both = [{ id: "Local/db", images: [{ ...other, digest: there }] }, ...stacks];
  expect(await refusal(copyImages(both, ground))).toBe(
    `stacks/Local/web: expected ${digest} in the registry of ${image.from}, found no such image there, though release 7 of dev has it; to keep it, push it again from its host ("docker push ${image.from}"); else bring a newer one up in dev`,
  );
  expect([...prod.manifests]).toEqual([]);
});

test("a tag with another image is not moved, unless the lock names that image", async () => {
  await using dev = await innerRegistry();
  await using prod = await innerRegistry();
  const taken = prod.image("shop/app", "prod.1", {}, "of somebody else");
  const digest = dev.image("team/app", "dev.1", labels);
  const { stacks, image } = promotion(dev, prod, digest);
  expect(await refusal(copyImages(stacks, ground))).toBe(
    `${image.to}: expected a tag that is free, or that the lock of prod names, found another image, ${taken}; if another promotion is under way, wait until it is merged; else give the image of dev a newer tag`,
  );
  const lock: Lock = {
    stacks: { "Local/web": { files: "", images: { [image.written]: { digest: taken } } } },
  };
  await copyImages(stacks, { ...ground, lock });
  expect(prod.manifests.get("shop/app:prod.1")).toEqual(dev.manifests.get("team/app:dev.1"));
});

test("a registry that dies half-way leaves no tag", async () => {
  await using dev = await innerRegistry();
  await using prod = await innerRegistry("/blobs/uploads/");
  const { stacks, image } = promotion(dev, prod, dev.image("team/app", "dev.1", labels));
  expect(await refusal(copyImages(stacks, ground))).toMatch(
    new RegExp(
      `^${image.to}: expected both registries to take part in a copy of ${image.from}, found "[^"\n]+"; nothing of stage prod was changed: repeat make promote once they answer$`,
    ),
  );
  expect([...prod.manifests]).toEqual([]);
});

test("an image that both stages name alike is only asked for", async () => {
  await using dev = await innerRegistry();
  const digest = dev.image("team/app", "1.27", {});
  const reference = `${dev.address}/team/app:1.27`;
  const image = { written: reference, from: reference, to: reference, digest };
  expect([...(await copyImages([{ id: "Local/web", images: [image] }], ground))]).toEqual([]);
  expect([...dev.manifests.keys()].sort()).toEqual([`team/app:1.27`, `team/app:${digest}`]);
});
