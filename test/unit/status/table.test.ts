import { expect, test } from "vitest";
import type { StatusReport } from "../../../lib/status/status-model.ts";
import { statusLines } from "../../../lib/status/status-table.ts";
import { chat, check, finding, migration, proxy, well, withContainer } from "./sample.ts";

const stopped = { health: "stopped", sync: "drifted", state: "exited with 137" } as const;
const unreachable: StatusReport = {
  ...well,
  hosts: well.hosts.map((host) =>
    host.name === "10.0.0.159" ? { name: host.name, isReachable: false } : host,
  ),
  things: well.things.map((thing) => {
    if (thing !== proxy) return thing;
    const { container: _, state: __, ...known } = thing;
    return { ...known, sync: "unknown", health: "unknown" };
  }),
  unanswered: [{ who: "10.0.0.159", text: "no answer within 10 s" }],
};

test.each<[name: string, report: StatusReport]>([
  ["all-well", well],
  ["host-unreachable", unreachable],
  ["job-failed", withContainer(migration, { health: "unhealthy", state: "exited with 1" })],
  ["unhealthy", withContainer(chat, { health: "unhealthy", state: "its healthcheck fails" })],
  [
    "stopped",
    withContainer(chat, { ...stopped, container: { since: "2026-11-26T11:58:30Z", addresses: [] } }, [
      finding(chat, { text: "container stopped (exit code 137)" }),
    ]),
  ],
  [
    "restarting",
    withContainer(chat, {
      health: "unhealthy",
      state: "restarts again and again, last with exit code 1",
      container: { restarts: 12, since: "2026-11-26T11:59:48Z" },
    }),
  ],
  [
    "server-broken",
    {
      ...well,
      checks: well.checks.map((each) =>
        each === check
          ? { ...each, health: "unhealthy", found: "Could not resolve host: gitlab" }
          : { ...each, health: "unhealthy", found: "x509: certificate signed by unknown authority" },
      ),
    },
  ],
  [
    "runner-offline",
    {
      ...well,
      runners: well.runners.map((each) => ({
        ...each,
        state: "offline",
        lastContact: "2026-11-26T08:40:00Z",
        jobsWaiting: 3,
      })),
      projects: well.projects.map((each) => ({ ...each, jobsWaiting: 4, stuck: ["gpu"] })),
    },
  ],
  [
    "drift",
    {
      ...well,
      findings: [
        finding(chat, { field: "memory", text: "memory 268435456 -> 536870912" }),
        finding(proxy, { field: "image", sync: "outdated", text: "a newer nginx:1.26" }),
        finding(proxy, { field: "restart", text: "restart no", ignored: { reason: "moves next week" } }),
        finding(proxy, { field: "log driver", sync: "reported", text: "default log driver local" }),
      ],
    },
  ],
])("what is shown: %s", async (name, report) => {
  await expect(`${statusLines(report).join("\n")}\n`).toMatchFileSnapshot(`tables/${name}.txt`);
});

test("the last line names at most five parts", () => {
  const things = Array.from({ length: 7 }, (_, index) => ({
    ...chat,
    address: `10.0.0.60/chat web${index}`,
    health: "stopped" as const,
    state: "exited with 1",
  }));
  expect(statusLines({ ...well, things }).at(-1)).toBe(
    `Not well: ${[0, 1, 2, 3, 4].map((index) => `10.0.0.60/chat web${index} is stopped: exited with 1`).join("; ")}; and 2 more.`,
  );
});
