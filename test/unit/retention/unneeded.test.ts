import { expect, test } from "vitest";
import {
  keptLine,
  needsOf,
  type RetentionRules,
  type StoredManifest,
  selectUnneeded,
  sizeLine,
  unneededLines,
} from "../../../lib/retention/index.ts";

const now = Date.parse("2026-06-30T12:00:00Z");
const day = 86_400_000;
const rules: RetentionRules = { days: 30, builds: 1 };

/** Digests that differ in their first letters. */
const sha = (name: string) => `sha256:${Buffer.from(name).toString("hex").padEnd(64, "0")}`;

function stored(name: string, age: number | undefined, ...tags: string[]): StoredManifest {
  const pushed = age === undefined ? undefined : now - age * day;
  const facts = { children: [], subject: undefined, blobs: { [sha(`${name} layer`)]: 1_000_000 } };
  return { repository: "docker-local/app", digest: sha(name), tags, pushed, ...facts };
}

const noNeeds = needsOf([]);

function unneeded(manifests: readonly StoredManifest[], needs = noNeeds, more: Partial<RetentionRules> = {}) {
  const { unneeded } = selectUnneeded(manifests, needs, { ...rules, ...more }, now);
  return unneeded.map(({ digest }) => digest);
}

test("what a lock, a release or a container names stays: by its digest in each repository, or by its tag", () => {
  const old = stored("old", 90, "dev.0.0.1");
  const copy = { ...stored("old", 90, "1"), repository: "docker-local/mirror" };
  const tagged = stored("tagged", 90, "dev.0.0.2");
  const other = { ...stored("other", 90, "dev.0.0.2"), repository: "docker-local/other" };
  const newest = stored("newest", 80, "dev.0.0.3");
  const mirrored = { ...stored("m", 80, "2"), repository: "docker-local/mirror" };
  const later = { ...stored("o", 80, "dev.0.0.3"), repository: "docker-local/other" };
  const all = [old, copy, tagged, other, newest, mirrored, later];
  expect(unneeded(all)).toEqual([old, copy, tagged, other].map(({ digest }) => digest));
  const needs = needsOf([
    { reference: "10.0.0.60:5000/docker-local/app:dev.0.0.9", digest: old.digest },
    { reference: "localhost:5000/docker-local/app:dev.0.0.2" },
  ]);
  expect(unneeded(all, needs)).toEqual([other.digest]);
  expect(needsOf([{ reference: `r:5000/a@${old.digest}` }]).digests).toEqual(new Set([old.digest]));
});

test.each<[string, StoredManifest, boolean]>([
  ["one day too old", stored("a", 31, "dev.0.0.1"), true],
  ["young", stored("a", 29, "dev.0.0.1"), false],
  ["young without a tag, as after a tag has moved", stored("a", 29), false],
  ["old without a tag", stored("a", 31), true],
  ["of an unknown age", stored("a", undefined, "dev.0.0.1"), false],
  ["with a tag that has no number", stored("a", 365, "latest"), false],
  ["with another tag beside it", stored("a", 365, "3f9e2c1", "latest"), false],
  ["of an old commit", stored("a", 365, "3f9e2c1"), true],
  ["of an old commit whose hash has letters only", stored("a", 365, "deadbee"), true],
  ["named by a date", stored("a", 365, "20250101"), true],
])("whether an image is unneeded: %s", (_, image, isUnneeded) => {
  const newer = ["dev.0.0.9", "7654321a", "20260601"].map((tag, index) => stored(`new${index}`, 1, tag));
  expect(unneeded([image, ...newer]).includes(image.digest)).toBe(isUnneeded);
});

test("the newest builds of each beginning of tags stay, by the time of their push", () => {
  const dev = [1, 2, 3, 4].map((build) => stored(`dev${build}`, 100 - build, `dev.0.0.${build}`));
  const again = stored("again", 95, "dev.0.0.9");
  const prod = [1, 2].map((build) => stored(`prod${build}`, 200 - build, `prod.0.0.${build}`));
  const all = [...dev, again, ...prod];
  const tagsOf = (found: readonly string[]) =>
    all.filter(({ digest }) => found.includes(digest)).flatMap(({ tags }) => tags);
  expect(tagsOf(unneeded(all))).toEqual([
    ...["dev.0.0.1", "dev.0.0.2", "dev.0.0.3", "dev.0.0.4"],
    "prod.0.0.1",
  ]);
  expect(tagsOf(unneeded(all, noNeeds, { builds: 3 }))).toEqual(["dev.0.0.1", "dev.0.0.2"]);
});

test("images of an index that stays, and what belongs to an image that stays", () => {
  const amd = stored("amd", 90);
  const arm = stored("arm", 90);
  const attested = { ...stored("attestation", 90), subject: arm.digest };
  const index = { ...stored("index", 90, "dev.0.0.1"), children: [amd.digest, arm.digest], blobs: {} };
  const signature = stored("signature", 90, `${index.digest.replace(":", "-")}.sig`);
  const orphan = stored("orphan", 90, `sha256-${"0".repeat(64)}`);
  const newer = stored("newer", 1, "dev.0.0.2");
  const parts = [amd, arm, attested, signature];
  const all = [...parts, index, orphan, newer];
  const needs = needsOf([{ reference: "r:5000/docker-local/app:dev.0.0.1" }]);
  expect(unneeded(all, needs)).toEqual([orphan.digest]);
  // An index goes before its images: nobody ever finds half of it.
  expect(unneeded(all)).toEqual([index, ...parts, orphan].map(({ digest }) => digest));
  // An image of two indexes stays with the one that stays.
  const second = { ...stored("second", 1, "dev.0.0.3"), children: [amd.digest], blobs: {} };
  expect(unneeded([...all, second])).toEqual(
    [index, arm, attested, signature, orphan].map(({ digest }) => digest),
  );
});

test("an index that names itself or a missing image ends the search", () => {
  const index = { ...stored("index", 1, "1"), children: [sha("index"), sha("missing")] };
  expect(unneeded([index])).toEqual([]);
});

test("the lines", () => {
  const shared = { [sha("base")]: 5_000_000 };
  const old = stored("old", 90, "dev.0.0.1", "dev.0.0.1-again");
  const all = [
    { ...old, blobs: { ...old.blobs, ...shared } },
    { ...stored("untagged", 60), blobs: {} },
    { ...stored("kept", 1, "dev.0.0.2"), blobs: shared },
  ];
  const selection = selectUnneeded(all, noNeeds, rules, now);
  expect([...unneededLines(selection), sizeLine(selection), keptLine(selection, rules)]).toEqual([
    "REPOSITORY        TAGS                        DIGEST        PUSHED",
    "docker-local/app  none                        756e74616767  2026-05-01",
    "docker-local/app  dev.0.0.1, dev.0.0.1-again  6f6c64000000  2026-04-01",
    "2 manifests, 1 MB",
    "1 stay: 1 pushed in the last 30 days.",
  ]);
  expect(unneededLines({ unneeded: [], kept: new Map() })).toEqual([]);
});
