import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { buildImage, labelsOf, localBuild } from "../../../dev/toolchain/images/engine.ts";
import { imageSteps } from "../../../dev/toolchain/images/steps.ts";
import type { Activity } from "../../../dev/toolchain/setup/step.ts";
import { run } from "../support/command.ts";
import { atEnd, docker, folder, randomName } from "./container.ts";

vi.setConfig({ testTimeout: 60_000 });

test("all images exist, and checking that takes no time", async () => {
  const before = performance.now();
  const done = await Promise.all(imageSteps().map((step) => step.done()));
  expect(done).toEqual(done.map(() => true));
  expect(performance.now() - before).toBeLessThan(1000);
});

test("a local build is labelled, replaces the earlier one, and keeps the images built from that one", async () => {
  const context = await folder();
  const image = `${randomName()}:1`;
  atEnd(() => docker("rmi", "--force", image));
  const activity: Activity = {
    say: () => {},
    note: () => {},
    run: async (command, args) => {
      expect(command).toBe("docker");
      await docker(...args);
    },
  };
  const identity = () => docker("inspect", "--format", "{{.Id}}", image);
  await writeFile(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
  await buildImage(image, context, { [localBuild]: "true", "smallboat.recipe": "one" }, activity);
  const first = await identity();
  const child = await run("docker", ["build", "--quiet", "-"], {
    input: `FROM ${image}\nCMD ["${image}"]\n`,
  });
  atEnd(() => docker("rmi", "--force", child));
  await buildImage(image, context, { [localBuild]: "true", "smallboat.recipe": "two" }, activity);
  const labels = { "smallboat.local-build": "true", "smallboat.recipe": "two" };
  expect(await labelsOf([image, `${randomName()}:absent`])).toEqual(new Map([[image, labels]]));
  expect(await docker("inspect", "--format", "{{.Id}}", first, child)).toBe(`${first}\n${child}`);
  await docker("rmi", child);
  const second = await identity();
  await buildImage(image, context, { [localBuild]: "true", "smallboat.recipe": "three" }, activity);
  await expect(docker("inspect", second)).rejects.toThrow("No such object");
});

test("a stack's Dockerfile installs packages from PyPI without settings of its own", async () => {
  const context = await folder();
  const image = randomName();
  await writeFile(
    join(context, "Dockerfile"),
    'FROM python:3.13-slim\nRUN pip install --no-cache-dir flask\nCMD ["flask", "--version"]\n',
  );
  atEnd(() => docker("rmi", "--force", image));
  await docker("build", "--no-cache", "--quiet", "--tag", image, context);
  expect(await docker("run", "--rm", image)).toMatch(/^Python 3\.13\.\d+\nFlask \d/);
});

test("pip has no settings of this machine, works in a virtual environment, and may replace any package", async () => {
  const script = "pip config list && python -m venv /v && /v/bin/pip --version && pip uninstall --yes pip";
  const said = await docker("run", "--rm", "--network", "none", "python:3.13-slim", "sh", "-c", script);
  expect(said).toMatch(/^pip .* from \/v\/lib[\s\S]*Successfully uninstalled pip/);
});

test("node runs a file and options, and npm reaches its registry", async () => {
  const node = (...args: string[]) => docker("run", "--rm", "node:22-slim", ...args);
  const [version, sum, name] = await Promise.all([
    node("--version"),
    node("node", "-p", "1 + 1"),
    node("npm", "view", "is-odd@3.0.1", "name"),
  ]);
  expect({ version, sum, name }).toEqual({
    version: expect.stringMatching(/^v22\./),
    sum: "2",
    name: "is-odd",
  });
});
