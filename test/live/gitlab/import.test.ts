import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { importIds, makeByHand, project } from "./by-hand.ts";
import { Declaration } from "./declaration.ts";

/** What was made by hand, as a program; `existing` says how to import it. */
function program(existing: (id: string) => pulumi.CustomResourceOptions) {
  return async () => {
    new gitlab.Project(
      "app",
      { name: "App", path: "app", description: "By hand", mergeMethod: "ff" },
      existing(importIds.app),
    );
    new gitlab.ProjectVariable(
      "password",
      { project, key: "TWINE_PASSWORD", value: pulumi.secret("correct-horse"), masked: true },
      existing(importIds.password),
    );
    new gitlab.BranchProtection(
      "main",
      { project, branch: "main", pushAccessLevel: "no one", mergeAccessLevel: "developer" },
      existing(importIds.main),
    );
    new gitlab.PipelineSchedule(
      "nightly",
      { project, description: "Every night", ref: "refs/heads/main", cron: "0 4 * * *" },
      existing(importIds.nightly),
    );
  };
}

test("imports existing objects, and then finds nothing to change", async () => {
  const declaration = await Declaration.ofTest();
  await makeByHand(declaration.gitlab);

  const imported = await declaration.up(program((id) => ({ import: id })));
  expect(imported.changes).toEqual([
    "create gitlab default_10_4_0",
    "import BranchProtection main",
    "import PipelineSchedule nightly",
    "import Project app",
    "import ProjectVariable password",
  ]);
  expect(await declaration.preview(program(() => ({})))).toEqual([]);
  expect(await declaration.state()).not.toContain("correct-horse");
});
