import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test, vi } from "vitest";
import { attempt } from "../support/command.ts";
import { chatTests } from "./chat.ts";
import { faultTests } from "./faults.ts";
import { greetingTests } from "./greeting.ts";
import { appPort, devTag, digestOf, project, projects, runChat, runningDigest, tags } from "./stage.ts";
import { Repository, readyAt } from "./team.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

async function isAnswering(): Promise<boolean> {
  return (await attempt("curl", ["--silent", "--fail", `http://127.0.0.1:${appPort}/health`])).code === 0;
}

beforeAll(async () => {
  runChat(devTag);
  const begin = performance.now();
  const { events } = await project.up();
  while (!(await isAnswering())) await sleep(100);
  await tellParts(readyAt(events), (performance.now() - begin) / 1000);
});

/** Where the time goes; the figures depend on what else the machine does. */
async function tellParts(at: (name: string) => number, seconds: number): Promise<void> {
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
