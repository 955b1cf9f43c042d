import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

const project = "root/app";

/** What was made by hand, as a program; `existing` says how to import it. */
function program(existing: (id: string) => pulumi.CustomResourceOptions) {
  return async () => {
    new gitlab.Project(
      "app",
      { name: "App", path: "app", description: "By hand", mergeMethod: "ff" },
      existing(project),
    );
    new gitlab.ProjectVariable(
      "password",
      { project, key: "TWINE_PASSWORD", value: pulumi.secret("correct-horse"), masked: true },
      existing(`${project}:TWINE_PASSWORD:*`),
    );
    new gitlab.BranchProtection(
      "main",
      { project, branch: "main", pushAccessLevel: "no one", mergeAccessLevel: "developer" },
      existing(`${project}:main`),
    );
    new gitlab.PipelineSchedule(
      "nightly",
      { project, description: "Every night", ref: "refs/heads/main", cron: "0 4 * * *" },
      existing(`${project}:1`),
    );
  };
}

test("imports what exists, and finds nothing to change then", async () => {
  const declaration = await Declaration.ofTest();
  const { api } = declaration.gitlab;
  const path = `/projects/${encodeURIComponent(project)}`;
  const made = [
    await api("POST", "/projects", {
      json: {
        name: "App",
        path: "app",
        description: "By hand",
        merge_method: "ff",
        initialize_with_readme: true,
      },
    }),
    await api("POST", `${path}/variables`, {
      json: { key: "TWINE_PASSWORD", value: "correct-horse", masked: true },
    }),
    await api("DELETE", `${path}/protected_branches/main`),
    await api("POST", `${path}/protected_branches`, {
      json: { name: "main", push_access_level: 0, merge_access_level: 30 },
    }),
    await api("POST", `${path}/pipeline_schedules`, {
      json: { description: "Every night", ref: "refs/heads/main", cron: "0 4 * * *" },
    }),
  ];
  expect(made.map(({ status }) => status)).toEqual([201, 201, 204, 201, 201]);

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
