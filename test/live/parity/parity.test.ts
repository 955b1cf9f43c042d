import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parts } from "../../unit/parity/parts.ts";
import { counts } from "../support/changes.ts";
import { docker } from "../support/command.ts";
import { compose } from "../support/compose.ts";
import { Project } from "../support/project.ts";
import { caseFolder, cases, caseValues, type Places } from "./cases.ts";
import { differences, judged } from "./compare.ts";
import { listed } from "./differences.ts";
import { eventually, filesOf, imagesOf, objectsOf } from "./engine.ts";
import type { Json } from "./normalise.ts";
import { freePlaces } from "./places.ts";

const limit = 20 * 60_000;
const project = new Project();
const { stage } = project;
const folders = cases.map((name) => join(project.folder, "stacks/Local", name));
const sides: Record<"compose" | "smallboat", Record<string, Json>> = { compose: {}, smallboat: {} };

/** Copies the cases to where the program finds them, with values of their own. @returns a subnet beside theirs */
async function writeCases(): Promise<string> {
  const { places, beside } = await freePlaces(stage, cases.length);
  for (const [index, name] of cases.entries()) {
    const folder = folders[index] as string;
    cpSync(caseFolder(name), folder, { recursive: true });
    const values = Object.entries(caseValues(places[index] as Places));
    writeFileSync(join(folder, ".env"), values.map(([key, value]) => `${key}=${value}\n`).join(""));
  }
  return beside;
}

/** What belongs to nobody's stack. */
async function createOutside(subnet: string): Promise<void> {
  await docker("network", "create", `--subnet=${subnet}`, `${stage}-outside`);
  await docker("volume", "create", `${stage}-outside`);
  await docker(
    ...["run", "--detach", `--name=${stage}-outside`, `--network=${stage}-outside`, "nginx:1.26"],
    ...["sleep", "infinity"],
  );
}

/** What is to be seen of the stage: every object, and the files that configs and secrets became. */
async function seen(): Promise<Record<string, Json>> {
  const objects = await objectsOf(stage);
  const [words, short, long] = await Promise.all([
    filesOf(`${stage}-process-empty-word-of-the-image-1`, ["/words"]),
    filesOf(`${stage}-files-short-1`, ["/settings", "/inline", "/variable", ...inSecrets("token", "key")]),
    filesOf(`${stage}-files-long-1`, [
      ...["/etc/app/settings.conf", "/etc/app/inline.conf", "/beside.conf", "/etc/ssl/key.pem"],
      ...inSecrets("renamed"),
    ]),
  ]);
  return { ...objects, ...words, ...short, ...long };
}

function inSecrets(...names: string[]): string[] {
  return names.map((name) => `/run/secrets/${name}`);
}

/** Every case by docker compose, looked at and taken down again. */
async function byCompose(): Promise<Record<string, Json>> {
  const failures = async (...args: string[]) => {
    const calls = folders.map((folder) => compose("--project-directory", folder, ...args));
    const outcomes = await Promise.all(calls);
    return outcomes.map(({ code, stderr }) => (code === 0 ? "" : stderr)).join("");
  };
  expect(await failures("up", "--detach")).toBe("");
  const objects = await seen();
  // A busy engine lets go of a network a moment after its containers have gone.
  await eventually(() => failures("down", "--volumes", "--timeout=0"));
  const images = await imagesOf(stage);
  if (images.length > 0) await docker("image", "rm", ...images.map(({ reference }) => reference));
  return objects;
}

beforeAll(async () => {
  await createOutside(await writeCases());
  sides.compose = await byCompose();
  await project.up();
  sides.smallboat = await seen();
}, limit);

test("docker inspect shows the same as after docker compose, except listed differences", () => {
  const found = differences(sides.compose, sides.smallboat);
  expect(judged(found, listed)).toEqual({ unlisted: [], unseen: [] });
  const containers = Object.keys(sides.compose).filter((name) => name.startsWith("container "));
  const keys = Object.values(parts).flatMap((each) =>
    Object.values<unknown>(each).filter((it) => it === true),
  );
  console.log(
    `parity: ${containers.length} containers of ${cases.length} files compared, ${keys.length} keys, ${listed.length} listed differences`,
  );
});

test("a second run changes nothing", { timeout: limit }, async () => {
  expect(Object.keys(counts((await project.up()).events))).toEqual(["same"]);
});

test("a refresh shows no drift", { timeout: limit }, async () => {
  const { code, stdout } = await project.pulumi("preview", "--refresh", "--expect-no-changes", "--diff");
  expect({ code, stdout: code === 0 ? "" : stdout }).toEqual({ code: 0, stdout: "" });
});
