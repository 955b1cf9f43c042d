/**
 * What `pulumi refresh` sees of what is changed by hand in GitLab, beside `make drift`. Writes the second table of
 * docs/guide/drift-compared.md. `make test` leaves it out, for it takes minutes: `npx vitest run test/faults/seen-gitlab`.
 */
import { beforeAll, expect, test, vi } from "vitest";
import { changedProperties, parsePreview } from "../../lib/state/index.ts";
import { gitlabChanges, gitlabStage, handsOf } from "../live/support/by-hand/gitlab/index.ts";
import { findingLines, lookAt } from "../live/support/report.ts";
import { writeComparison } from "./compared-table.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const { project } = await gitlabStage();

beforeAll(async () => {
  const { code, stderr } = await project.operation("up");
  expect([code, stderr]).toEqual([0, ""]);
});

async function pulumiRefresh(): Promise<string[]> {
  const { stdout } = await project.pulumi("refresh", "--preview-only", "--json");
  const { steps } = parsePreview(stdout);
  return steps
    .filter(({ op }) => op === "update" || op === "delete")
    .map((step) => `${step.op} ${step.urn} ${changedProperties(step)}`);
}

async function drift(): Promise<string[]> {
  return findingLines((await lookAt(project)).report.findings);
}

test("each change by hand in GitLab is looked for by both", async () => {
  const hands = await handsOf(project);
  const see = async () => [await drift(), await pulumiRefresh()];
  const rows: string[][] = [];
  let before = await see();
  for (const { what, change, found } of gitlabChanges) {
    await change(hands);
    const after = await see();
    const cells = after.map((lines, who) =>
      lines.some((line) => !before[who]?.includes(line)) ? "yes" : "–",
    );
    rows.push([what, ...cells, found.length === 0 ? "no drift" : ""]);
    before = after;
  }
  writeComparison("gitlab", [["changed by hand", "make drift", "pulumi refresh", ""], ...rows]);
});
