import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { pipelineOf } from "../../unit/pipelines/variants.ts";
import { folder } from "../images/container.ts";
import { recorded, recorder } from "../support/recorder.ts";
import { runJob } from "./job.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { deploy_production: job } = pipelineOf({ kind: "app-engine-app" }).jobs;

/** Runs the job with a gcloud that keeps a login as the real one does, and says how it is called. */
async function deployed(outcome: "succeeds" | "fails") {
  if (job === undefined) throw new Error("The job deploy_production is gone");
  const files = await folder();
  await writeFile(join(files, "key.json"), '{"private_key": "key-of-the-test"}');
  const gcloud = `case "$*" in
*activate*) mkdir "$CLOUDSDK_CONFIG" && cp "$GAE_KEY" "$CLOUDSDK_CONFIG/credentials" ;;
*deploy*) ls /files /files/gcloud; ${outcome === "fails" ? "exit 1" : ""} ;;
esac`;
  const image = await recorder("python:3.13-slim", { gcloud });
  const variables = {
    GAE_KEY: "/files/key.json",
    GAE_PROJECT: "boats-of-test",
    CLOUDSDK_CONFIG: "/files/gcloud",
  };
  const repository = await folder();
  const { code, log } = await runJob({ ...job, image }, repository, variables, "--volume", `${files}:/files`);
  return { code, log, left: await readdir(files) };
}

test.each(["succeeds", "fails"] as const)(
  "neither key nor login is left behind a deployment that %s",
  async (outcome) => {
    const { code, log, left } = await deployed(outcome);
    expect([code, recorded(log), left]).toEqual([
      outcome === "fails" ? 1 : 0,
      [
        "gcloud config set project boats-of-test",
        "gcloud auth activate-service-account --key-file /files/key.json",
        "gcloud --quiet app deploy app.yaml",
      ],
      [],
    ]);
    // Until then both were there.
    expect(log).toContain("/files:\ngcloud\nkey.json\n\n/files/gcloud:\ncredentials\n");
  },
);
