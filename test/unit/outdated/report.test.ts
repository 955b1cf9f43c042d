import { expect, test } from "vitest";
import { repositoryIn, tagOf } from "../../../lib/docker/image-names.ts";
import {
  issueText,
  newsOf,
  nextStep,
  type OutdatedReport,
  outdatedCode,
  outdatedLines,
  packageNews,
} from "../../../lib/outdated/index.ts";

const image = { reference: "nginx:1.26", digest: "sha256:1", stacks: ["10.0.0.60/chat"] };
const report = (
  images: OutdatedReport["images"],
  unanswered: string[] = [],
  packages: OutdatedReport["packages"] = [],
): OutdatedReport => ({
  ...{ format: 1, stage: "prod", at: "2026-11-26T12:00:00.000Z", looked: 7, lookedPackages: 0 },
  ...{ images, packages, unanswered },
});
const nginx = newsOf(image, { tags: ["1.28", "2.0"], digest: "sha256:1" });
const app = newsOf(
  {
    reference: "127.0.0.1:5000/docker-local/app:prod.0.0.2",
    digest: "sha256:2",
    stacks: ["Local/shop", "boat/shop"],
  },
  { tags: ["dev.0.0.3"], digest: "sha256:3" },
);
if (!nginx || !app) throw new Error("news");

test.each([
  ["nginx", "nginx", "latest"],
  ["team/web:1.0@sha256:12", "team/web", "1.0"],
  ["127.0.0.1:5000/docker-local/app:dev.0.0.2", "docker-local/app", "dev.0.0.2"],
  ["registry.example.com:5000/app", "app", "latest"],
  ["docker.io/library/nginx:1", "library/nginx", "1"],
])("%s is the repository %s of its registry, with the tag %s", (reference, repository, tag) => {
  expect([repositoryIn(reference), tagOf(reference)]).toEqual([repository, tag]);
});

test.each([
  ["nothing is newer", { tags: ["1.26", "1.25"], digest: "sha256:1" }, undefined],
  ["the tag moved", { tags: ["1.26"], digest: "sha256:9" }, { tag: "moved" }],
  ["the tag is gone", { tags: ["1.25"], digest: undefined }, { tag: "gone" }],
  ["the repository is gone", { tags: undefined, digest: undefined }, { tag: "gone" }],
  ["a newer tag", { tags: ["1.27"], digest: "sha256:1" }, { tag: "same", compatible: "1.27" }],
])("an image: %s", (_what, answer, news) => {
  const found = newsOf(image, answer);
  if (news) expect(found).toMatchObject(news);
  else expect(found).toBeUndefined();
});

test("the table has only columns that say something", () => {
  expect(outdatedLines(report([app, nginx]))).toEqual([
    "IMAGE                                       NEWER  NEWEST  TAG                              STACKS",
    "127.0.0.1:5000/docker-local/app:prod.0.0.2                 the tag names another image now  Local/shop, boat/shop",
    "nginx:1.26                                  1.28   2.0                                      10.0.0.60/chat",
  ]);
  expect(outdatedLines(report([nginx]))[0]).toBe("IMAGE       NEWER  NEWEST  STACKS");
  expect(outdatedLines(report([]))).toEqual(["No registry has a newer image for stage prod (7 images)."]);
  expect(outdatedLines(report([], ["docker.io: …"]))).toEqual([
    "Of the registries that answered, none has a newer image for stage prod (7 images).",
  ]);
});

const file = (version: string, isYanked = false) => ({
  ...{ name: `flask-${version}.tar.gz`, url: "http://pypi.test", version, sha256: undefined, isYanked },
});
const pinned = { name: "flask", version: "3.1.0", places: ["10.0.0.60/chat", "project/greeting"] };

test.each([
  ["nothing is newer", [file("3.1"), file("3.0")], undefined],
  [
    "newer ones",
    [file("3.1"), file("3.2"), file("4.0")],
    { compatible: "3.2", newest: "4.0", isGone: false },
  ],
  ["a newer one that was withdrawn", [file("3.1"), file("3.2", true)], undefined],
  ["the pinned one was withdrawn", [file("3.1", true)], { isGone: true }],
])("a package: %s", (_what, files, news) => {
  const found = packageNews(pinned, files);
  if (news) expect(found).toEqual({ ...pinned, compatible: undefined, newest: undefined, ...news });
  else expect(found).toBeUndefined();
});

test("packages are in the same table and in the same issue", () => {
  const flask = packageNews(pinned, [file("3.2"), file("4.0")]);
  if (!flask) throw new Error("news");
  const both = report([nginx], [], [flask]);
  expect(outdatedLines(both)).toEqual([
    "IMAGE, PACKAGE  NEWER  NEWEST  TAG                                  STACKS",
    "nginx:1.26      1.28   2.0                                          10.0.0.60/chat",
    "flask==3.1.0    3.2    4.0     the index no longer has the version  10.0.0.60/chat, project/greeting",
  ]);
  expect(issueText(both).split("\n").slice(2, 5)).toEqual([
    "- `nginx:1.26`: newer: `1.28`, `2.0`; in 10.0.0.60/chat",
    "- `flask==3.1.0`: newer: `3.2`, `4.0`, its index no longer has the version; in 10.0.0.60/chat, project/greeting",
    "",
  ]);
  expect([outdatedCode(report([], [], [flask])), nextStep(undefined, report([], [], [flask]))]).toEqual([
    2,
    { description: expect.stringContaining("requirements file") },
  ]);
  expect(outdatedLines(report([], [], [flask]))[0]).toMatch(/^PACKAGE +NEWER/);
  expect(outdatedLines({ ...report([]), lookedPackages: 12 })).toEqual([
    "No registry has a newer image for stage prod (7 images), and no index a newer package (12 packages).",
  ]);
});

test("the exit code", () => {
  const codes = [report([]), report([nginx]), report([nginx], ["docker.io: …"])].map(outdatedCode);
  expect(codes).toEqual([0, 2, 1]);
});

test("the issue follows the list, and a person who closes it has seen it", () => {
  const first = nextStep(undefined, report([nginx]));
  expect(first).toEqual({
    description: [
      "<!-- smallboat-outdated prod -->",
      "",
      "- `nginx:1.26`: newer: `1.28`, `2.0`; in 10.0.0.60/chat",
      "",
      "Change the tag in the compose file, or in a locked stage run `make deploy`. Close this issue if you have seen the list: only a longer one opens it again.",
      "",
    ].join("\n"),
  });
  const open = { isOpen: true, description: first?.description ?? "" };
  const closed = { ...open, isOpen: false };
  const both = issueText(report([app, nginx]));
  expect({
    none: nextStep(undefined, report([])),
    same: nextStep(open, report([nginx])),
    more: nextStep(open, report([app, nginx])),
    nothing: nextStep(open, report([])),
    unanswered: nextStep(open, report([], ["docker.io: …"])),
    seen: nextStep(closed, report([nginx])),
    fewer: nextStep({ isOpen: false, description: both }, report([nginx])),
    again: nextStep(closed, report([app, nginx])),
  }).toEqual({
    none: undefined,
    same: undefined,
    more: { description: both },
    nothing: { description: issueText(report([])), state: "close" },
    unanswered: undefined,
    seen: undefined,
    fewer: { description: first?.description },
    again: { description: both, state: "reopen" },
  });
});
