import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Host } from "../../../components/Host.ts";
import { HostStack } from "../../../components/HostStack.ts";
import { commandLineProblem } from "../../../lib/resources/whole-command-line.ts";
import { containerPlan } from "./host-stack.ts";
import { record, unknownInputs } from "./recording.ts";

const dir = mkdtempSync(join(tmpdir(), "smallboat-line-"));
const entrypoints: Readonly<Record<string, readonly string[] | null>> = {
  "sha256 of redis:7": ["docker-entrypoint.sh"],
  bare: null,
};
let engine: Server;
beforeAll(async () => {
  engine = createServer(({ url = "" }, response) => {
    const [, image = ""] = /\/images\/(.*)\/json$/.exec(decodeURI(url)) ?? [];
    const Entrypoint = entrypoints[image];
    if (Entrypoint === undefined) response.writeHead(404).end('{"message": "no such image"}');
    else response.end(JSON.stringify({ Id: image, Config: { Labels: null, Entrypoint } }));
  });
  await new Promise<void>((resolve) => engine.listen(join(dir, "docker.sock"), resolve));
});
afterAll(() => {
  engine.close();
  rmSync(dir, { recursive: true });
});

const redis = { key: "redis:7", reference: "redis:7", pull: "missing", where: "compose.yaml:3:5" } as const;
const declare = (afterEntrypoint: string[], image: object = redis, secrets: string[] = []) => {
  const images = [{ ...redis, ...image }];
  const containers = [containerPlan("cache", { image: images[0]?.key ?? "", afterEntrypoint })];
  const plan = { project: "s", networks: [], volumes: [], images, containers, notes: [] };
  return () => {
    const settings = { engine: `unix://${join(dir, "docker.sock")}` };
    const host = new Host("h", { owner: { stage: "dev" }, settings, logins: [] });
    new HostStack("h/s", { host, plan, secrets }, { parent: host });
  };
};
const container = async (program: () => unknown) =>
  (await record(program)).find(({ type }) => type === "docker:index/container:Container")?.inputs;

test("a command with an empty word follows the image's entrypoint", async () => {
  const inputs = await container(declare(["redis-server", "--save", ""]));
  expect(inputs).toMatchObject({ entrypoints: ["docker-entrypoint.sh", "redis-server", "--save", ""] });
  expect(inputs).not.toHaveProperty("command");
});

test("it stands alone if the image has no entrypoint, or is missing", async () => {
  for (const key of ["bare", "gone"]) {
    const image = { key, reference: key, pull: "never" };
    expect(await container(declare(["serve", ""], image))).toMatchObject({ entrypoints: ["serve", ""] });
  }
});

test("a secret in it stays secret", async () => {
  const inputs = await container(declare(["redis-server", "hunter2", ""], redis, ["hunter2"]));
  const entrypoints = { secret: ["docker-entrypoint.sh", "redis-server", "hunter2", ""] };
  expect(inputs).toMatchObject({ entrypoints });
});

test("it is unknown in a preview before the image is pulled", async () => {
  expect(await unknownInputs(declare(["redis-server", ""]))).toEqual({
    "Container h/s/cache": ["entrypoints", "labels"],
  });
});

test("a command that begins with an empty word needs the entrypoint of an image", () => {
  const cache = { service: "cache", where: "compose.yaml:2:3" };
  expect(commandLineProblem(cache, "bare:1", ["start", ""])).toBe(undefined);
  expect(commandLineProblem(cache, "bare:1", ["", "serve"])).toEqual({
    path: "compose.yaml:2:3",
    expected: "services.cache.command that begins with a program, as image bare:1 has no entrypoint",
    found: "an empty word",
    remedy: "name a program, or remove the empty word",
  });
});
