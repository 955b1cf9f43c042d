import type { ContainerFacts, Finding, Thing } from "../../../lib/status/model.ts";
import type { Check, StatusReport } from "../../../lib/status/status-model.ts";

const at = "2026-11-26T12:00:00Z";

function container(
  place: string,
  service: string,
  facts: Partial<ContainerFacts>,
  thing: Partial<Thing> = {},
) {
  const base = { id: "1", image: "nginx:1.26", version: "1.26", restarts: 0, addresses: [] };
  const shared = { since: "2026-11-26T09:30:00Z", built: "2026-11-05T00:00:00Z" };
  const said = { kind: "container", name: service, service, sync: "in sync", health: "healthy" } as const;
  return {
    ...{ address: `${place} ${service}`, place, host: place.split("/")[0] },
    ...said,
    ...thing,
    container: { ...base, ...shared, ...facts },
  } as Thing;
}

export const chat = container("10.0.0.60/chat", "web", {
  version: "0.0.2",
  addresses: ["0.0.0.0:5900->5900/tcp"],
});
export const migration = container(
  "10.0.0.60/chat",
  "migrate",
  { version: "0.0.2", since: "2026-11-26T09:29:58Z" },
  { state: "exited with 0" },
);
export const proxy = container("10.0.0.159/proxy", "nginx", {
  since: "2026-11-20T10:00:00Z",
  addresses: ["0.0.0.0:80->80/tcp"],
});
const registry = container(
  "registry",
  "registry",
  { version: "3", addresses: ["10.0.0.60:5000->5000/tcp"] },
  { host: "10.0.0.60" },
);
const runner = container("runner-shared", "runner", { version: "v17.5.0" }, { host: "10.0.0.60" });
const network: Thing = {
  ...{ address: "10.0.0.60/chat network chat_default", place: "10.0.0.60/chat", host: "10.0.0.60" },
  ...{ kind: "network", name: "chat_default", sync: "in sync", health: "healthy" },
};

export const check: Check = {
  ...{ server: "gitlab", user: "runner shared", tried: "GET http://gitlab:8929" },
  from: "container smallboat-prod-runner-shared on 10.0.0.60",
  ...{ health: "healthy", found: "answers" },
};

/** A stage of two hosts, with nothing wrong. */
export const well: StatusReport = {
  ...{ format: 1, stage: "prod", at },
  things: [registry, runner, network, chat, migration, proxy],
  ...{ findings: [], unanswered: [], idleRules: [] },
  hosts: [
    {
      ...{ name: "10.0.0.60", isReachable: true, engine: "28.5.1" },
      disk: { used: 41e9, total: 98.5e9 },
      memory: { used: 3.14e9, total: 16.8e9 },
    },
    { name: "10.0.0.159", isReachable: true, engine: "20.10.24", memory: { total: 2.1e9 } },
  ],
  runners: [
    {
      ...{ name: "shared", state: "online", lastContact: "2026-11-26T11:59:57Z" },
      ...{ tags: ["shared", "docker"], jobsWaiting: 0 },
    },
  ],
  projects: [
    {
      ...{ name: "chat", state: "there", url: "http://gitlab/team/chat", defaultBranch: "main" },
      pipelines: [
        { ref: "main", status: "success", at: "2026-11-26T10:00:00Z", url: "http://gitlab/1" },
        { ref: "fix-login", status: "failed", at: "2026-11-25T10:00:00Z", url: "http://gitlab/0" },
      ],
      ...{ jobsWaiting: 0, stuck: [] },
    },
  ],
  checks: [
    check,
    {
      ...{ server: "registry", user: "host 10.0.0.60", tried: "login at 10.0.0.60:5000" },
      ...{ from: "engine of 10.0.0.60", health: "healthy", found: "answers" },
    },
  ],
};

/** The stage with one container as it is then. */
export function withContainer(
  thing: Thing,
  {
    container,
    ...then
  }: Omit<Partial<Thing>, "container"> & { readonly container?: Partial<ContainerFacts> },
  findings: readonly Finding[] = [],
): StatusReport {
  const changed = { ...thing, ...then, container: { ...(thing.container as ContainerFacts), ...container } };
  return { ...well, things: well.things.map((each) => (each === thing ? changed : each)), findings };
}

export function finding(thing: Thing, facts: Partial<Finding>): Finding {
  const { address, place, host } = thing;
  return {
    ...{ id: "1", address, place, ...(host !== undefined && { host }) },
    ...{ field: "state", sync: "drifted", text: "container stopped", cause: "by hand", remedy: "heal" },
    ...facts,
  };
}
