import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeLines, type FileTexts, runPolicyLines, stageChanges } from "../../../lib/changes/index.ts";
import { gitHash } from "../../../lib/compose/index.ts";
import { example } from "./example.ts";
import { recordedPreview } from "./previews.ts";

/** What git and the folder have of the recorded stage's files. */
const contents = [
  "<h1>Shop</h1>\n",
  "<h1>Our shop</h1>\n",
  "new\n",
  "one\n",
  "two\n",
  "listen 80\nmode plain\n",
  "listen 80\nmode fancy\n",
];
const byHash = new Map(contents.map((text) => [gitHash(Buffer.from(text)), Buffer.from(text)]));
const texts: FileTexts = { now: (_, hash) => byHash.get(hash), before: (hash) => byHash.get(hash) };

const names = readdirSync(join(import.meta.dirname, "previews")).map((file) => file.replace(/\.json$/, ""));

// Each was read by a person. Whoever changes one reads it aloud first.
test.each(names.filter((name) => !name.endsWith("base")))("golden/%s.txt", async (name) => {
  const lines = changeLines(
    stageChanges(name.startsWith("team-") ? "team" : "prod", recordedPreview(name), texts),
  );
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
});

test.each(names.filter((name) => !name.endsWith("base")))(
  "%s is the same in each order of events",
  (name) => {
    const report = recordedPreview(name);
    const backwards = { ...report, steps: [...report.steps].reverse() };
    expect(stageChanges("prod", backwards, texts)).toEqual(stageChanges("prod", report, texts));
  },
);

test("Pulumi's own output lacks the rules about the run, and no others", () => {
  const broken = { level: "warn", path: "a", expected: "b", found: "c", remedy: "d" } as const;
  const policy = (["healthcheck", "replacements"] as const).map((rule) => ({ rule, ...broken }));
  expect(runPolicyLines({ ...example, policy })).toEqual([
    "",
    "warning: a: expected b, found c; d [policy replacements: warn]",
  ]);
  expect(runPolicyLines(example)).toEqual([]);
});
