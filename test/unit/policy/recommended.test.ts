import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { draftStage } from "../../../lib/plan/index.ts";
import type { Problem } from "../../../lib/problems/index.ts";
import { checkSettings } from "../../../lib/settings/check.ts";

const root = join(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const [, block = ""] = /## For prod.*?```yaml\n(.*?)```/s.exec(read("docs/guide/policy.md")) ?? [];
const { "smallboat:policy": policy } = parse(block);

test("the guide's policy for prod accepts this repository's own stacks and projects", () => {
  const { config } = parse(read("Pulumi.prod.yaml")) as { config: Record<string, unknown> };
  const own = Object.entries(config).map(([key, value]) => [key.replace("smallboat:", ""), value]);
  const secrets = { AFCRED: "hunter2-hunter2", TWINE_PASSWORD: "hunter3-hunter3", GITLAB_TOKEN: "glpat" };
  const problems: Problem[] = [];
  const settings = checkSettings("prod", { ...Object.fromEntries(own), secrets, policy });
  const { refusals, warnings } = draftStage(settings, root, problems);
  expect({ problems, refusals }).toEqual({ problems: [], refusals: [] });
  expect(warnings.map((line) => line.replace(/^stacks\/[^:]*:\d+:\d+: /, ""))).toEqual(
    Array.from(
      { length: 8 },
      () => "expected a memory limit, found none; write mem_limit, such as 512m [policy memory-limit: warn]",
    ),
  );
});
