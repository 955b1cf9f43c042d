import { expect, test } from "vitest";
import { Progress } from "../../../lib/changes/index.ts";
import type { EngineEvent } from "../../../lib/state/index.ts";
import { urnOf } from "./log.ts";

/** What happens at a second of a run. */
type Moment = readonly [second: number, ...events: readonly EngineEvent[]];

const container = "docker:index/container:Container";
const network = "docker:index/network:Network";
const image = "docker:index/remoteImage:RemoteImage";
const command = "command:local:Command";
const variable = "gitlab:index/projectVariable:ProjectVariable";

interface Given {
  readonly parent: readonly [type: string, name: string];
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const ofStack = (name: string): Given => ({ parent: ["HostStack", name] });
const ofProject = (name: string, inputs = {}): Given => ({ parent: ["GitLabProject", name], inputs });

function metadata(op: string, type: string, name: string, { parent, inputs = {} }: Given) {
  const urn = urnOf(type, name);
  return { op, urn, type, new: { urn, type, custom: true, parent: urnOf(...parent), inputs } };
}
const begin = (...step: Parameters<typeof metadata>): EngineEvent => ({
  resourcePreEvent: { metadata: metadata(...step) },
});
const end = (...step: Parameters<typeof metadata>): EngineEvent => ({
  resOutputsEvent: { metadata: metadata(...step) },
});
const say = (severity: "info" | "warning" | "error", message: string, urn?: string): EngineEvent => ({
  diagnosticEvent: { severity, message, ...(urn && { urn }) },
});

const chat = "10.0.0.60/flask-chat-app";
const awaited = urnOf(command, `${chat}/flask-chat-app`);
const pipeline = (jobs: string) =>
  say(
    "info",
    `waiting for flask-chat-app dev: pipeline 12, ${jobs}, http://127.0.0.1:8929/-/pipelines/12\n`,
    awaited,
  );
const wrong =
  "10.0.0.60/web/app: expected container web-app-1 to be healthy within 30 s, found it unhealthy; the old container runs again";

const web = urnOf(container, "10.0.0.60/web/app");

const recordings: Readonly<Record<string, readonly Moment[]>> = {
  "first-up": [
    [0, begin("create", image, "10.0.0.60/172.17.0.1:5000/nginx:1.26", { parent: ["Host", "10.0.0.60"] })],
    [1, begin("create", network, "10.0.0.60/web/default", ofStack("10.0.0.60/web"))],
    [2, begin("create", variable, "chat/MODE", ofProject("chat", { key: "MODE" }))],
    [3, end("create", variable, "chat/MODE", ofProject("chat", { key: "MODE" }))],
    [3, end("create", image, "10.0.0.60/172.17.0.1:5000/nginx:1.26", { parent: ["Host", "10.0.0.60"] })],
    [3, end("create", network, "10.0.0.60/web/default", ofStack("10.0.0.60/web"))],
    [3, begin("create", container, "10.0.0.60/web/db", ofStack("10.0.0.60/web"))],
    [12, end("create", container, "10.0.0.60/web/db", ofStack("10.0.0.60/web"))],
    [12, begin("create", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [14, end("create", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
  ],
  "unchanged-up": [
    [0, begin("same", network, "10.0.0.60/web/default", ofStack("10.0.0.60/web"))],
    [1, begin("same", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
  ],
  "one-stack": [
    [0, begin("same", container, "10.0.0.60/web/db", ofStack("10.0.0.60/web"))],
    [1, begin("delete-replaced", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [2, end("delete-replaced", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [2, begin("create-replacement", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [9, end("create-replacement", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
  ],
  "failing-rollout": [
    [0, begin("delete-replaced", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [1, begin("create-replacement", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [31, say("error", wrong, web), say("error", wrong, web)],
    [31, end("create-replacement", container, "10.0.0.60/web/app", ofStack("10.0.0.60/web"))],
    [32, say("error", "update failed")],
  ],
  "wait-for-ci": [
    [0, begin("create", command, `${chat}/flask-chat-app`, ofStack(chat))],
    [2, pipeline("test pending, build created")],
    [9, pipeline("test success, build running")],
    [10, pipeline("test success, build running")],
    [49, end("create", command, `${chat}/flask-chat-app`, ofStack(chat))],
    [49, begin("create", container, `${chat}/flask-chat-app`, ofStack(chat))],
    [50, end("create", container, `${chat}/flask-chat-app`, ofStack(chat))],
  ],
};

test.each(Object.keys(recordings))("%s", async (name) => {
  const moments = recordings[name] ?? [];
  let second = 0;
  const [log, screen] = [new Progress(() => second * 1000), new Progress(() => second * 1000)];
  const [logged, shown]: [string[], string[]] = [[], []];
  const last = moments.at(-1)?.[0] ?? 0;
  for (; second <= last; second++) {
    for (const [, ...events] of moments.filter(([at]) => at === second))
      for (const event of events) {
        logged.push(...log.note(event));
        screen.note(event);
      }
    logged.push(...log.news());
    if (second % 10 === 0 || second === last)
      shown.push(`after ${second} s`, ...screen.lines().map((line) => `  ${line}`));
  }
  logged.push(...log.news(true));
  expect(new Set(logged).size).toBe(logged.length);
  const text = ["On a terminal:", ...shown, "", "Elsewhere:", ...logged.map((line) => `  ${line}`), ""];
  await expect(text.join("\n")).toMatchFileSnapshot(`recordings/${name}.txt`);
});
