import { byHand, standinOf } from "../gitlab.ts";
import type { Project } from "../project.ts";

/** What somebody changes in the stage's group of GitLab, each at an object or a field of its own. */
export interface GitLabChange {
  /** What somebody did. */
  readonly what: string;
  readonly change: (hands: GitLabHands) => Promise<unknown>;
  /** What people do before the stage is in sync again, where heal cannot. Default: nothing. */
  readonly remedied?: (hands: GitLabHands) => Promise<unknown>;
  /** What the report says of it: address, field, text, cause and remedy, with <stage> and <id> for what differs each time. */
  readonly found: readonly string[];
}

/** A GitLab, and how its objects are called. */
export interface GitLabHands {
  read(path: string): Promise<unknown>;
  /** Changes something by the API. @throws Error with the status of an answer that says no */
  request(method: string, path: string, body?: object): Promise<void>;
  readonly group: string;
  readonly chat: string;
  readonly greeting: string;
  readonly registration: { readonly shared: number; readonly containers: number };
}

/** @param project with the projects chat and greeting, and the runners shared and containers */
export async function handsOf(project: Project): Promise<GitLabHands> {
  const gitlab = await standinOf(project);
  const group = `smallboat-${project.stage}`;
  const runners = (await gitlab.request("GET", "/runners/all")) as { id: number; description: string }[];
  const runner = (name: string) => runners.find(({ description }) => description.startsWith(name))?.id ?? 0;
  const path = (name: string) => `/projects/${encodeURIComponent(`${group}/${name}`)}`;
  return {
    read: (path) => gitlab.request("GET", path),
    async request(method, path, body) {
      const status = await byHand(gitlab, method, path, body);
      if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
    },
    group,
    chat: path("chat"),
    greeting: path("greeting"),
    registration: { shared: runner("shared"), containers: runner("containers") },
  };
}

type Objects = readonly Record<string, unknown>[];

async function identity(hands: GitLabHands, list: string): Promise<unknown> {
  return ((await hands.read(list)) as Objects)[0]?.id;
}

const variables: readonly GitLabChange[] = [
  {
    what: "a variable's value",
    change: ({ request, chat }) => request("PUT", `${chat}/variables/MODE`, { value: "by hand" }),
    found: ["chat variable MODE value: value changed | by hand | heal"],
  },
  {
    what: "the value of a masked variable",
    change: ({ request, chat }) => request("PUT", `${chat}/variables/AFCRED`, { value: "by-hand-1" }),
    found: ["chat variable AFCRED value: value changed | by hand | heal"],
  },
  {
    what: "a variable that is no longer protected",
    change: ({ request, greeting }) =>
      request("PUT", `${greeting}/variables/TWINE_USER`, { protected: false }),
    found: ["greeting variable TWINE_USER protected: protected true -> false | by hand | heal"],
  },
  {
    what: "a variable that is no longer masked",
    change: ({ request, greeting }) =>
      request("PUT", `${greeting}/variables/TWINE_PASSWORD`, { masked: false }),
    found: ["greeting variable TWINE_PASSWORD masked: masked true -> false | by hand | heal"],
  },
  {
    what: "a variable's description",
    change: ({ request, greeting }) =>
      request("PUT", `${greeting}/variables/TWINE_REPOSITORY_URL`, { description: "Mine" }),
    found: [
      "greeting variable TWINE_REPOSITORY_URL description: description The stage's PyPI server -> Mine | by hand | heal",
    ],
  },
  {
    what: "a removed variable",
    change: ({ request, chat }) => request("DELETE", `${chat}/variables/DOCKER_REGISTRY_USER`),
    found: ["chat variable DOCKER_REGISTRY_USER existence: removed | by hand | heal"],
  },
  {
    what: "a further variable",
    change: ({ request, chat }) => request("POST", `${chat}/variables`, { key: "MINE", value: "1" }),
    remedied: ({ request, chat }) => request("DELETE", `${chat}/variables/MINE`),
    found: ["chat extra variable MINE existence: nobody declared it | by hand | person"],
  },
];

const branches: readonly GitLabChange[] = [
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

const others: readonly GitLabChange[] = [
  {
    what: "an environment's tier",
    change: async (hands) => {
      const list = `${hands.chat}/environments`;
      await hands.request("PUT", `${list}/${await identity(hands, list)}`, { tier: "other" });
    },
    found: ["chat environment lab tier: tier testing -> other | by hand | heal"],
  },
  {
    what: "a schedule's time",
    change: async (hands) => {
      const list = `${hands.greeting}/pipeline_schedules`;
      await hands.request("PUT", `${list}/${await identity(hands, list)}`, { cron: "0 5 * * *" });
    },
    found: ["greeting schedule nightly cron: cron 0 4 * * * -> 0 5 * * * | by hand | heal"],
  },
  {
    what: "a schedule that is switched off",
    change: async (hands) => {
      const list = `${hands.greeting}/pipeline_schedules`;
      await hands.request("PUT", `${list}/${await identity(hands, list)}`, { active: false });
    },
    found: ["greeting schedule nightly active: active true -> false | by hand | heal"],
  },
  {
    what: "a schedule's variable",
    change: async (hands) => {
      const list = `${hands.greeting}/pipeline_schedules`;
      const schedule = `${list}/${await identity(hands, list)}`;
      await hands.request("PUT", `${schedule}/variables/DEPTH`, { value: "9" });
    },
    found: ["greeting variable of a schedule nightly/DEPTH value: value changed | by hand | heal"],
  },
  {
    what: "a runner's registration that is removed",
    change: ({ request, registration }) => request("DELETE", `/runners/${registration.shared}`),
    found: ["shared registration for the group existence: removed | by hand | heal"],
  },
  {
    what: "a runner's tags",
    change: ({ request, registration }) =>
      request("PUT", `/runners/${registration.containers}`, { tag_list: ["mine"] }),
    found: ["containers registration for a project tags: tags containers -> mine | by hand | heal"],
  },
  {
    what: "a runner that is paused",
    change: ({ request, registration }) =>
      request("PUT", `/runners/${registration.containers}`, { paused: true }),
    found: ["containers registration for a project paused: paused false -> true | by hand | heal"],
  },
  {
    what: "a project's merge method",
    change: ({ request, greeting }) => request("PUT", greeting, { merge_method: "ff" }),
    found: ["greeting project greeting merge method: merge method merge -> ff | by hand | heal"],
  },
  {
    what: "a project's visibility",
    change: ({ request, greeting }) => request("PUT", greeting, { visibility: "internal" }),
    found: ["greeting project greeting visibility: visibility private -> internal | by hand | heal"],
  },
  {
    what: "a further project in the group",
    change: async ({ read, request, group }) => {
      const { id } = (await read(`/groups/${group}`)) as { id: number };
      await request("POST", "/projects", { name: "mine", namespace_id: id });
    },
    remedied: ({ request, group }) => request("DELETE", `/projects/${encodeURIComponent(`${group}/mine`)}`),
    found: ["gitlab extra project mine existence: nobody declared it | by hand | person"],
  },
  {
    what: "the group's description",
    change: ({ request, group }) => request("PUT", `/groups/${group}`, { description: "Mine" }),
    found: [
      "gitlab group smallboat-<stage> description: description Made by smallboat -> Mine | by hand | heal",
    ],
  },
  {
    what: "a further runner of the group",
    change: async ({ read, request, group }) => {
      const { id } = (await read(`/groups/${group}`)) as { id: number };
      await request("POST", "/user/runners", {
        runner_type: "group_type",
        group_id: id,
        description: "mine",
      });
    },
    remedied: async ({ read, request }) => {
      const all = (await read("/runners/all")) as Objects;
      await request("DELETE", `/runners/${all.find(({ description }) => description === "mine")?.id}`);
    },
    found: ["gitlab extra runner <id> (mine) existence: nobody declared it | by hand | person"],
  },
];

export const gitlabChanges: readonly GitLabChange[] = [...variables, ...branches, ...others];
