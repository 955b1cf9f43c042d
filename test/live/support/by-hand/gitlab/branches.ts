import type { GitLabChange } from "./change.ts";

/** Changes of branches, their protections and their files. */
export const branchChanges: readonly GitLabChange[] = [
  {
    what: "a removed protection",
    change: ({ request, chat }) => request("DELETE", `${chat}/protected_branches/main`),
    found: ["chat protection of branch main existence: removed | by hand | heal"],
  },
  {
    what: "force pushes to a protected branch",
    change: ({ request, chat }) =>
      request("PATCH", `${chat}/protected_branches/dev`, { allow_force_push: true }),
    found: ["chat protection of branch dev force push: force push false -> true | by hand | heal"],
  },
  {
    what: "another level for pushes",
    change: async ({ request, greeting }) => {
      await request("DELETE", `${greeting}/protected_branches/main`);
      await request("POST", `${greeting}/protected_branches`, { name: "main", push_access_level: 30 });
    },
    found: [
      "greeting protection of branch main who may push: who may push maintainer -> developer | by hand | heal",
    ],
  },
  {
    what: "a removed branch",
    change: async ({ request, greeting }) => {
      await request("DELETE", `${greeting}/protected_branches/dev`);
      await request("DELETE", `${greeting}/repository/branches/dev`);
      await request("POST", `${greeting}/protected_branches`, { name: "dev" });
    },
    found: [
      "greeting branch dev existence: removed | by hand | heal",
      "greeting file .gitlab-ci.yml on dev existence: removed | by hand | heal",
      "greeting protection of branch dev who may merge: who may merge developer -> maintainer | by hand | heal",
      "greeting protection of branch dev who may push: who may push developer -> maintainer | by hand | heal",
    ],
  },
  {
    what: "an edited `.gitlab-ci.yml`",
    change: ({ request, chat }) =>
      request("PUT", `${chat}/repository/files/.gitlab-ci.yml`, {
        branch: "dev",
        content: "stages: []\n",
        commit_message: "Edit by hand",
      }),
    found: ["chat file .gitlab-ci.yml on dev content: content changed | by hand | heal"],
  },
  {
    what: "a further branch",
    change: ({ request, chat }) =>
      request("POST", `${chat}/repository/branches`, { branch: "mine", ref: "main" }),
    found: [],
  },
  {
    what: "a commit to another file",
    change: ({ request, chat }) =>
      request("POST", `${chat}/repository/files/notes.md`, {
        branch: "dev",
        content: "Mine\n",
        commit_message: "Add notes by hand",
      }),
    found: [],
  },
];
