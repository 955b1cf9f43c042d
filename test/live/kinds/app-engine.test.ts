import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { recorded, recorder } from "../support/recorder.ts";
import { Team } from "./team.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let team: Team;

beforeAll(async () => {
  team = await Team.start();
});

afterAll(() => team?.stop());

test("vendors, tests, and deploys the vendored packages; the key is in no log", async () => {
  const looks = 'case "$*" in *deploy*) ls app/lib/flask/app.py app.yaml;; esac';
  const googleCloud = await recorder("python:3.13-slim", { gcloud: looks });
  const key = '{"type": "service_account", "private_key": "key-of-the-test"}';
  const project = await team.project({
    example: "hello-app-engine",
    kind: "app-engine-app",
    options: { images: { googleCloud } },
    variables: { GAE_KEY: { value: key, type: "file" }, GAE_PROJECT: { value: "boats-of-test" } },
  });
  const pipeline = await project.finished();
  expect(await pipeline.statuses()).toEqual({
    back: "success",
    test: "success",
    deploy_production: "success",
  });
  expect(await pipeline.log("test")).toMatch(/= 4 passed in /);
  const log = await pipeline.log("deploy_production");
  const [, keyFile] = /--key-file (\S+)/.exec(recorded(log).join("\n")) ?? [];
  expect(recorded(log)).toEqual([
    "gcloud config set project boats-of-test",
    `gcloud auth activate-service-account --key-file ${keyFile}`,
    "gcloud --quiet app deploy app.yaml",
  ]);
  expect(log).toContain("\napp.yaml\napp/lib/flask/app.py\n");
  expect(log).not.toContain("key-of-the-test");
});

test("without its key the deployment ends with a sentence, and sends no request", async () => {
  const googleCloud = await recorder("python:3.13-slim", { gcloud: "" });
  const project = await team.project({
    example: "hello-app-engine",
    path: "hello-without-key",
    kind: "app-engine-app",
    options: { images: { googleCloud } },
    variables: { GAE_PROJECT: { value: "boats-of-test" } },
    without: ["back", "test"],
  });
  const pipeline = await project.finished();
  const statuses = await pipeline.statuses();
  expect(statuses).toEqual({
    deploy_production: expect.stringMatching(/^failed\n[\s\S]*\nThe variable GAE_KEY is absent: set it in /),
  });
  expect(recorded(await pipeline.log("deploy_production"))).toEqual([]);
});
