import { type GitLabChange, identity, type Objects } from "./change.ts";

/** Changes of the group, projects, runners, environments and schedules. */
export const objectChanges: readonly GitLabChange[] = [
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
