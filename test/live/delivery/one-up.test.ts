import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { beforeAll, expect, test, vi } from "vitest";
import { attempt } from "../support/command.ts";
import { chatTests } from "./chat.ts";
import { faultTests } from "./faults.ts";
import { greetingTests } from "./greeting.ts";
import { appPort, devTag, digestOf, project, projects, runChat, runningDigest, tags } from "./stage.ts";
import { Repository, readyAt } from "./team.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

const events: EngineEvent[] = [];
let seconds = 0;

async function isAnswering(): Promise<boolean> {
  return (await attempt("curl", ["--silent", "--fail", `http://127.0.0.1:${appPort}/health`])).code === 0;
}

beforeAll(async () => {
  runChat(devTag);
  const stack = await project.open();
  const begin = performance.now();
  await stack.up({ onEvent: (event) => events.push(event) });
  while (!(await isAnswering())) await sleep(100);
  seconds = (performance.now() - begin) / 1000;
  await tellParts();
});

/** Where the time goes; the figures depend on what else the machine does. */
async function tellParts(): Promise<void> {
  const at = readyAt(events);
  const parts = {
    "GitLab healthy": at("gitlab/gitlab"),
    "runners online": Math.max(at("runner-shared/runner"), at("runner-containers/runner")),
    "first pipelines started": at("flask-chat-app/dev/.gitlab-ci.yml"),
    "pipelines of greeting": at("greeting/pipelines"),
    "pipelines of flask-chat-app": at("flask-chat-app/pipelines"),
    "app answers": Math.round(seconds),
  };
  console.log("Seconds from nothing:", parts);
  for (const name of Object.keys(projects)) {
    const jobs = (await (await Repository.of(project, name)).get("/jobs")) as Record<string, unknown>[];
    for (const { name: job, ref, duration, queued_duration } of jobs) {
      console.log(`${name} ${ref} ${job}: ${duration} s, queued for ${queued_duration} s`);
    }
  }
}

test("one run from nothing ends with the app answering, in the very image that CI pushed", async () => {
  expect(await (await fetch(`http://127.0.0.1:${appPort}/`)).text()).toContain("</html>");
  expect(await tags()).toEqual([devTag, devTag.replace("dev", "prod")]);
  expect(await runningDigest()).toBe(await digestOf(devTag));
});

test("the next run changes nothing", async () => {
  expect((await project.up()).changes).toEqual([]);
});

greetingTests();
chatTests();
faultTests();
