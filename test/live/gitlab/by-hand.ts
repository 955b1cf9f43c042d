import { expect } from "vitest";
import type { TestGitLab } from "../standin/server.ts";

export const project = "root/app";

/** The ids by which Pulumi imports what `makeByHand` makes. */
export const importIds = {
  app: project,
  password: `${project}:TWINE_PASSWORD:*`,
  main: `${project}:main`,
  nightly: `${project}:1`,
};

/** A project with a variable, a branch protection and a schedule, which Pulumi knows nothing of. */
export async function makeByHand({ api }: TestGitLab): Promise<void> {
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
}
