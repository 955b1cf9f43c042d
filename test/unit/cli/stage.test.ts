import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { requireSettings, requireStage } from "../../../cli/stage/stage.ts";
import { attempt } from "../../live/support/command.ts";
import { workIn } from "./workplace.ts";

afterEach(() => void vi.unstubAllEnvs());

const files = { "Pulumi.yaml": "name: boat\n", "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": "" };
const missing =
  "Pulumi.staging.yaml: expected the settings of stage staging, found no such file, but stages dev, prod; " +
  "correct STAGE, or make one with: cp Pulumi.prod.yaml Pulumi.staging.yaml";

test("a stage without settings is refused, with the existing stages and how to create one", () => {
  workIn(files);
  expect(() => requireSettings("staging")).toThrow(missing);
  expect(() => requireSettings("prod")).not.toThrow();
});

test("a stage that was never created is reported as such", () => {
  const folder = workIn(files);
  vi.stubEnv("PULUMI_BACKEND_URL", pathToFileURL(folder).href);
  expect(() => requireStage("prod")).toThrow(
    'stage prod: expected a stage that was brought up, found none yet; "make up STAGE=prod" brings it up',
  );
  mkdirSync(join(folder, ".pulumi/stacks/boat"), { recursive: true });
  writeFileSync(join(folder, ".pulumi/stacks/boat/prod.json"), "{}");
  expect(() => requireStage("prod")).not.toThrow();
});

test.each(["preview", "drift", "down", "up", "adopt"])(
  "make %s of a stage without settings changes nothing and prints one line",
  async (name) => {
    const folder = workIn(files);
    const operation = join(import.meta.dirname, "../../../cli", `${name}.ts`);
    const env = {
      ...process.env,
      STAGE: "staging",
      STACK: "a/b",
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    };
    const outcome = await attempt(process.execPath, [operation], { cwd: folder, env });
    expect(outcome).toEqual({ code: 1, stdout: "", stderr: `${missing}\n` });
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
  },
);

test.each(["preview", "drift", "down"])(
  "make %s of a stage that is not up changes nothing and prints one line",
  async (name) => {
    const folder = workIn(files);
    const operation = join(import.meta.dirname, "../../../cli", `${name}.ts`);
    const env = { ...process.env, STAGE: "prod", PULUMI_BACKEND_URL: pathToFileURL(folder).href };
    const outcome = await attempt(process.execPath, [operation], { cwd: folder, env });
    expect(outcome).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'stage prod: expected a stage that was brought up, found none yet; "make up STAGE=prod" brings it up\n',
    });
    expect(existsSync(join(folder, ".pulumi"))).toBe(false);
  },
);
