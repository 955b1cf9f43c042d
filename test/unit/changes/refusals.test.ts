import { expect, test } from "vitest";
import { changeLines, stageChanges } from "../../../lib/changes/index.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { refusalLine } from "../../../lib/problems/refusal.ts";
import { reportOf } from "./log.ts";

const problem = {
  path: "stacks/web1/shop/compose.yaml:21:3",
  expected: "volume cellar with driver local",
  found: "driver nfs on web1",
  remedy: "undo the change",
};
const line =
  "stacks/web1/shop/compose.yaml:21:3: expected volume cellar with driver local, found driver nfs on web1; undo the change";

test("a problem that stops an update is an error of its preview, before all warnings", () => {
  const warn = (message: string) => ({ severity: "warning", message });
  const said = [warn("something else"), warn(refusalLine(problem)), warn(problemLine(problem))];
  const changes = stageChanges("prod", reportOf([], said));
  expect(changes.messages).toEqual([
    { severity: "warning", text: "something else" },
    { severity: "error", text: line },
    { severity: "warning", text: line },
  ]);
  expect(changeLines(changes)).toEqual([
    "Stage prod: nothing to change; 0 unchanged.",
    "",
    `error: ${line}`,
    "",
    "warning: something else",
    `warning: ${line}`,
  ]);
});
