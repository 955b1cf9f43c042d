import { join } from "node:path";
import { expect, test } from "vitest";
import type { ServiceChange, StageChanges } from "../../../lib/changes/index.ts";
import {
  outOfDate,
  type Review,
  readReviewMark,
  reviewCommentText,
  type StageReview,
} from "../../../lib/review/index.ts";
import { example, unchanged } from "../changes/example.ts";

const cases = join(import.meta.dirname, "../../cases/review");

const policy: StageChanges["policy"] = [
  {
    ...{ rule: "image-tag", level: "deny", path: "stacks/web1/shop/compose.yaml:4:5" },
    ...{ expected: "an image with a version", found: "shop:latest", remedy: "name a version" },
  },
  {
    ...{ rule: "memory-limit", level: "warn", path: "stacks/web1/shop/compose.yaml:9:5" },
    ...{ expected: "a memory limit", found: "none", remedy: "set mem_limit" },
  },
];

const messages: StageChanges["messages"] = [
  ...example.messages,
  {
    severity: "error",
    text: "stacks/web1/shop/compose.yaml:21:3: expected volume cellar with driver local, found driver nfs on web1; undo the change",
  },
];

const review: Review = {
  iid: 12,
  commit: "0123456789abcdef0123456789abcdef01234567",
  target: "fedcba9876543210fedcba9876543210fedcba98",
  time: "2026-11-26T04:05:06.789Z",
  job: 77,
  stages: [
    { stage: "dev", outcome: "previewed", reasons: [], changes: unchanged, hasPlan: true },
    {
      stage: "prod",
      outcome: "previewed",
      reasons: [],
      changes: { ...example, policy, messages },
      hasPlan: true,
    },
  ],
  others: [{ iid: 9, stacks: ["web1/shop"] }],
  isWhole: false,
};

const refused: StageReview = {
  ...{ stage: "prod", outcome: "refused", hasPlan: false },
  reasons: [
    ".gitlab-ci.yml: expected no change of CI files, found one; let a maintainer read it first",
    "stacks/web1/shop/@all|*x*: expected a file, found a symbolic link; let a maintainer read it first",
  ],
};

test.for<[string, Review]>([
  ["changes", review],
  ["refused", { ...review, stages: [refused], others: [] }],
  [
    "failed",
    {
      ...{ ...review, isWhole: true, others: [] },
      stages: [
        {
          ...{ stage: "dev", outcome: "failed", hasPlan: false },
          reasons: ["/merge", "``` @all: expected a host that answers, found none; start it"],
        },
      ],
    },
  ],
  ["unchanged", { ...review, stages: review.stages.slice(0, 1), others: [] }],
])("the comment of a merge request: %s", async ([name, each]) => {
  await expect(reviewCommentText(each)).toMatchFileSnapshot(join(cases, `${name}.md`));
});

test("what stops an update is named also if nothing would change", () => {
  const [error] = messages.filter(({ severity }) => severity === "error");
  const changes = { ...unchanged, messages: error ? [error] : [] };
  const text = reviewCommentText({ ...review, stages: [{ ...review.stages[0], changes } as StageReview] });
  expect(text.split("\n\n").slice(1, 4)).toEqual([
    "## Preview: dev: no change",
    "**An update is refused:**",
    "- dev stacks/web1/shop/compose.yaml:21:3: expected volume cellar with driver local, found driver nfs on web1; undo the change",
  ]);
});

test("the comment names all changes, and nothing else", () => {
  const [host] = example.hosts;
  const image = { kind: "image", name: "shop:1", action: "delete", why: [] } as const;
  const volume = { kind: "volume", name: "wine", action: "delete", why: [], fate: "left" } as const;
  const stack = { ...host?.stacks[0], id: "web1/cellar", services: [], things: [volume], files: [] };
  const variable = (name: string) => ({ kind: "variable", name, action: "create", why: [] }) as const;
  const projects = [
    { name: "boat", action: "update", why: [], changes: [variable("DEPTH")] },
    { name: "tower", action: "create", why: [], changes: [variable("A"), variable("B")] },
  ];
  const hosts = [{ ...host, images: [image], stacks: [stack] }];
  const changes = { ...unchanged, hosts, gitlab: { ...unchanged.gitlab, projects } } as StageChanges;
  const text = reviewCommentText({ ...review, stages: [{ ...review.stages[0], changes } as StageReview] });
  expect(text.split("\n").filter((line) => line.startsWith("| `"))).toEqual([
    "| `web1/cellar` | volume `wine` | left in place |  |",
    "| `web1` | image `shop:1` | left in place |  |",
    "| `GitLab boat` | variable `DEPTH` | created |  |",
    "| `GitLab` | project `tower` | created | with 2 variables |",
  ]);
});

test("a mark names the stage and commit of a comment, and the place of its plans", () => {
  expect(readReviewMark(reviewCommentText(review))).toEqual({
    ...{ commit: review.commit, target: review.target, job: 77, plans: ["dev", "prod"] },
  });
  expect(readReviewMark("A comment of somebody")).toBeUndefined();
  expect(readReviewMark("<!-- smallboat-review e30 -->")).toEqual({
    commit: "",
    target: "",
    job: 0,
    plans: [],
  });
});

const hostile =
  "x`|@all #1 !2 ~bug\n/merge\r\n/close\u2028/assign @me\u001b[2J <img src=x> **b** [a](http://evil)";

/** A change in which every text is hostile. */
function poisoned<Value>(value: Value, key = ""): Value {
  if (typeof value === "string") {
    const isWord = ["action", "interruption", "fate", "severity", "hidden", "stage"].includes(key);
    return (isWord || (key === "kind" && value !== "service") ? value : hostile) as Value;
  }
  if (Array.isArray(value)) return value.map((each) => poisoned(each)) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, poisoned(each, name)]),
  ) as Value;
}

test("no text of a branch becomes a quick action, a mention, markup, or the end of a fence", () => {
  const diff = `@@ -1 +1 @@\n-a\n+b\n${"`".repeat(5)}\n/merge\n`;
  const changes = poisoned({ ...example, warnings: example.warnings.slice(1) }) as StageChanges;
  const [host] = changes.hosts;
  for (const file of host?.stacks.flatMap(({ files }) => files) ?? [])
    if ("diff" in file) Object.assign(file, { diff });
  const stage: StageReview = { stage: "prod", outcome: "previewed", reasons: [], changes, hasPlan: false };
  const text = reviewCommentText({ ...review, stages: [stage, { ...refused, reasons: [hostile] }] });
  expect(text).toContain("/merge");
  expect(text.split(/[\n\r\u2028]/).filter((line) => line.startsWith("/"))).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text.match(/[\u0000-\u0009\u000b-\u001f\u2028]/g)).toBeNull();
  const outside = text.replace(/\\`/g, "").replace(/(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)/gs, "");
  expect(outside.match(/(?<!\\)(@all|<img|\*\*b|\[a\]|#1|~bug)/g)).toBeNull();
});

/** The stage prod with a number of changed services. */
function changing(count: number): StageReview {
  const [host] = example.hosts;
  const [, stack] = host?.stacks ?? [];
  const [service] = stack?.services ?? [];
  const services = Array.from({ length: count }, (_, index) => ({
    ...(service as ServiceChange),
    name: `service-${index}`,
  }));
  const hosts = [{ ...host, stacks: [{ ...stack, services }] }] as StageChanges["hosts"];
  return { ...review.stages[1], changes: { ...example, hosts } } as StageReview;
}

test("200 changed services are folded, below the warnings", () => {
  const text = reviewCommentText({ ...review, stages: [changing(200)] });
  const unfolded = text.replace(/<details>.*?<\/details>/gs, "").split("\n");
  expect(unfolded.length).toBeLessThan(40);
  expect(unfolded.filter((line) => line.startsWith("|"))).toEqual([]);
  expect(text).toContain("<summary>200 services</summary>");
  const at = ["**Data is lost:**", "<summary>200", "`service-0`", "`service-199`"].map((each) =>
    text.indexOf(each),
  );
  expect([at.includes(-1), at]).toEqual([false, at.toSorted((a, b) => a - b)]);
});

test("a comment that is too long loses diffs first, then rows", () => {
  const long = { ...review, stages: [changing(2000)] };
  const whole = reviewCommentText(long);
  const short = reviewCommentText(long, 50_000);
  expect([whole.includes("```diff"), whole.includes("service-1999")]).toEqual([true, true]);
  expect(short.length).toBeLessThanOrEqual(50_000);
  expect([short.includes("```diff"), short.includes("`service-199`")]).toEqual([false, true]);
  expect(short).toContain("and 1800 more services: review.json in the job's artifacts lists them.");
  expect(reviewCommentText(long, 500).length).toBe(500);
});

test("a comment is never longer than GitLab accepts", () => {
  const long = { ...review, stages: Array.from({ length: 5 }, () => changing(2000)) };
  expect(reviewCommentText(long, Number.POSITIVE_INFINITY).length).toBeGreaterThan(1_000_000);
  const text = reviewCommentText(long);
  expect(text.length).toBeLessThanOrEqual(1_000_000);
  expect([
    readReviewMark(text)?.commit,
    text.includes("**Data is lost:**"),
    text.includes("For `01234567`"),
  ]).toEqual([review.commit, true, true]);
});

test("a comment is marked as outdated once, and is still found", () => {
  const text = reviewCommentText(review);
  const old = outOfDate(text, "main is at 1234abcd now");
  expect(old.split("\n\n").slice(0, 3)).toEqual([
    text.split("\n\n")[0],
    "> **Out of date:** main is at 1234abcd now",
    text.split("\n\n")[1],
  ]);
  expect(outOfDate(old, "main is at 5678 now")).toBe(old);
  expect(readReviewMark(old)).toEqual(readReviewMark(text));
});
