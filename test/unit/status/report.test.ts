import { expect, test } from "vitest";
import {
  finding,
  type IgnoreRule,
  type PartialReport,
  reportLines,
  type StageReport,
  stageReport,
  verdict,
} from "../../../lib/status/index.ts";
import { report } from "./stage.ts";

const at = new Date("2026-11-26T10:00:00Z");
const reportOf = (parts: readonly PartialReport[], rules: readonly IgnoreRule[] = []): StageReport =>
  stageReport({ stage: "dev", at, parts, rules });
const nothing: PartialReport = { things: [], findings: [], unanswered: [] };
const service = (name: string, host = "far") => ({
  address: `${host}/chat ${name}`,
  place: `${host}/chat`,
  host,
});
const state = { field: "state", text: "container stopped" };
const stopped = (name: string, cause = "by hand") => finding(service(name), { ...state, cause });
const shown = (...args: Parameters<typeof reportOf>) => {
  const whole = reportOf(...args);
  return { code: verdict(whole), lines: reportLines(whole) };
};

test("an untouched stage is one line", () => {
  expect(shown([report()])).toEqual({ code: 0, lines: ["Stage dev is as it was recorded."] });
});

test("findings with the same cause on the same host stand below one line", () => {
  const restarted = ["a", "b"].map((name) => stopped(name, "docker restarted"));
  const near = finding(service("c", "near"), { ...state, cause: "docker restarted" });
  const limits = ["memory", "cpus"].map((field) =>
    finding(service("d"), { field, text: `${field} changed 1 -> 2` }),
  );
  expect(shown([{ ...nothing, findings: [near, ...restarted, ...limits, stopped("e")] }])).toEqual({
    code: 2,
    lines: [
      "far/chat d: cpus changed 1 -> 2, memory changed 1 -> 2",
      "far/chat e: container stopped",
      "docker restarted on far: 2 containers stopped",
      "  far/chat a: container stopped",
      "  far/chat b: container stopped",
      "near/chat c: container stopped (docker restarted)",
    ],
  });
});

test("a line says what a person must do", () => {
  const findings = [
    finding(service("a"), { field: "image", text: "moved", remedy: "person", advice: "pull it again" }),
    finding(service("b"), { field: "existence", text: "not declared", remedy: "prune" }),
  ];
  expect(shown([{ ...nothing, findings }]).lines).toEqual([
    "far/chat a: moved; pull it again",
    'far/chat b: not declared; "make heal PRUNE=1" removes it',
  ]);
});

test("who did not answer makes the report incomplete, and no drift", () => {
  const unanswered = { ...nothing, unanswered: [{ who: "near", text: "no answer" }] };
  expect(shown([report(), unanswered])).toEqual({
    code: 1,
    lines: ["Every host that answers is as it was recorded."],
  });
  const thing = { ...report().things[0], sync: "unknown" } as never;
  expect(shown([{ ...unanswered, things: [thing] }])).toEqual({ code: 1, lines: [] });
  expect(shown([{ ...nothing, findings: [stopped("a")] }, unanswered]).code).toBe(1);
});

test("mere notices, and things that are unhealthy but as recorded, are no drift", () => {
  const unhealthy = report({
    listed: { state: "running" },
    inspected: { State: { Health: { Status: "unhealthy" } } },
  });
  const note = finding(service("a"), {
    field: "live-restore",
    text: "live-restore changed",
    sync: "reported",
  });
  expect(shown([unhealthy, { ...nothing, findings: [note] }])).toEqual({
    code: 0,
    lines: [
      "Stage dev is as it was recorded.",
      "note: far/chat a: live-restore changed",
      "unhealthy: far/chat web, its healthcheck fails",
    ],
  });
});

const rule = (until?: string): IgnoreRule => ({
  address: "far/chat web",
  field: "restart",
  reason: "It is watched by hand",
  ...(until !== undefined && { until }),
});
const lax = report({
  inspected: { HostConfig: { RestartPolicy: { Name: "no", MaximumRetryCount: 0 } } },
});
const drifted = "far/chat web: restart changed unless-stopped -> no";

test.each<[string, IgnoreRule, number, string[]]>([
  [
    "without an end",
    rule(),
    0,
    ["Stage dev is as it was recorded.", `ignored: ${drifted} (It is watched by hand)`],
  ],
  [
    "on its last day",
    rule("2026-11-26"),
    0,
    ["Stage dev is as it was recorded.", `ignored: ${drifted} (It is watched by hand, until 2026-11-26)`],
  ],
  [
    "after its last day",
    rule("2026-11-25"),
    2,
    [drifted, "ignore rule for restart of far/chat web: ended with 2026-11-25, and counts again"],
  ],
  [
    "for another field",
    { ...rule(), field: "memory" },
    2,
    [drifted, "ignore rule for memory of far/chat web: matches nothing"],
  ],
])("a rule that ignores a finding: %s", (_, each, code, lines) => {
  expect(shown([lax], [each])).toEqual({ code, lines });
});

test("a thing whose findings are all ignored is in sync", () => {
  const sync = (rules: IgnoreRule[]) =>
    reportOf([lax], rules).things.find(({ kind }) => kind === "container")?.sync;
  expect([sync([]), sync([rule()])]).toEqual(["drifted", "in sync"]);
});

test("the data of a report keeps its form", () => {
  const [thing] = lax.things.filter(({ kind }) => kind === "container");
  expect(reportOf([{ ...lax, things: thing ? [thing] : [] }], [rule("2026-12-31")])).toEqual({
    format: 1,
    stage: "dev",
    at: "2026-11-26T10:00:00.000Z",
    things: [{ ...thing, sync: "in sync" }],
    findings: [
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        address: "far/chat web",
        place: "far/chat",
        host: "far",
        field: "restart",
        sync: "drifted",
        text: "restart changed unless-stopped -> no",
        cause: "by hand",
        remedy: "heal",
        urn: "urn:pulumi:dev::smallboat::docker:index/container:Container::far/chat/web",
        ignored: { reason: "It is watched by hand", until: "2026-12-31" },
      },
    ],
    unanswered: [],
    idleRules: [],
  });
});
