import { expect, test } from "vitest";
import type { ProjectFacts, RunnerFacts } from "../../../lib/gitlab/ci-facts.ts";
import { projectStatuses, runnerStatuses } from "../../../lib/status/ci.ts";

const contactedAt = "2026-11-26T08:00:00Z";
const runner: RunnerFacts = {
  status: "online",
  paused: false,
  contactedAt,
  tags: ["shared"],
  takesUntagged: true,
};
const pipeline = (ref: string, status: string) => ({
  ref,
  status,
  at: "2026-11-26T07:00:00Z",
  url: `http://gitlab/${ref}`,
});
const project: ProjectFacts = {
  url: "http://gitlab/chat",
  defaultBranch: "main",
  pipelines: [],
  waitingJobs: [],
};

const runners = [
  { name: "shared", id: "1", tags: ["shared"], project: undefined },
  { name: "chats", id: "2", tags: ["chats"], project: "chat" },
];
const projects = [
  { name: "chat", id: "10" },
  { name: "greeting", id: "11" },
];

test("jobs wait for the runners that may take them, and some for none", () => {
  const facts = {
    runners: new Map([
      ["1", runner],
      ["2", { ...runner, tags: ["chats", "gpu"], takesUntagged: false }],
    ]),
    projects: new Map([
      ["10", { ...project, waitingJobs: [["chats"], ["gpu", "chats"], [], ["shared"]] }],
      ["11", { ...project, waitingJobs: [["chats"], ["shared", "big"], []] }],
    ]),
  };
  expect(runnerStatuses(runners, projects, facts)).toEqual([
    { name: "shared", state: "online", lastContact: contactedAt, tags: ["shared"], jobsWaiting: 3 },
    { name: "chats", state: "online", lastContact: contactedAt, tags: ["chats", "gpu"], jobsWaiting: 2 },
  ]);
  const found = projectStatuses(projects, runners, facts);
  expect(found.map(({ name, jobsWaiting, stuck }) => [name, jobsWaiting, stuck])).toEqual([
    ["chat", 4, []],
    ["greeting", 3, ["chats", "shared, big"]],
  ]);
});

test("a paused runner takes no job", () => {
  const facts = {
    runners: new Map([["1", { ...runner, paused: true }]]),
    projects: new Map([["10", { ...project, waitingJobs: [[]] }]]),
  };
  expect(runnerStatuses(runners.slice(0, 1), projects, facts)).toMatchObject([
    { state: "paused", jobsWaiting: 0 },
  ]);
  expect(projectStatuses(projects.slice(0, 1), runners.slice(0, 1), facts)).toMatchObject([{ stuck: [""] }]);
});

test("an object that GitLab does not know is missing; if GitLab does not answer, all objects are unknown", () => {
  const states = (facts: Parameters<typeof runnerStatuses>[2]) => [
    ...runnerStatuses(runners, projects, facts).map(({ state }) => state),
    ...projectStatuses(projects, runners, facts).map(({ state }) => state),
  ];
  const facts = {
    runners: new Map([["2", { ...runner, status: "never_contacted", contactedAt: undefined }]]),
    projects: new Map([["10", project]]),
  };
  expect(states(facts)).toEqual(["missing", "never contacted", "there", "missing"]);
  expect(states(undefined)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
});

test("the last pipelines of three refs are shown, the default branch's among them", () => {
  const pipelines = [
    pipeline("one", "running"),
    pipeline("two", "success"),
    pipeline("one", "failed"),
    pipeline("three", "failed"),
    pipeline("main", "success"),
    pipeline("main", "failed"),
  ];
  const facts = { runners: new Map(), projects: new Map([["10", { ...project, pipelines }]]) };
  const [chat] = projectStatuses(projects, runners, facts);
  expect(chat?.pipelines).toEqual([
    pipeline("one", "running"),
    pipeline("two", "success"),
    pipeline("main", "success"),
  ]);
});
