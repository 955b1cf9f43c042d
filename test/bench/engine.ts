import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, engineVersion } from "../../lib/docker/client.ts";
import { refuse } from "../../lib/problems/index.ts";
import type { Run } from "./contender.ts";
import { benchLabel } from "./workload.ts";

/** Milliseconds: an engine that has just been given a hundred containers is slow. */
const timeout = 60_000;

/** @throws ProblemError where the engine does not answer */
export async function requireEngine(engine: Engine): Promise<void> {
  try {
    await engineVersion(engine);
  } catch (error) {
    refuse([
      {
        path: engine.address,
        expected: "a Docker engine that answers",
        found: (error as Error).message,
        remedy: "start it with `make setup`, or name another one in DOCKER_HOST",
      },
    ]);
  }
}

/** Makes the image of every stack, of one small program and nothing else. */
export async function buildImage(engine: Engine, image: string, program: string, run: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-bench-image-"));
  try {
    copyFileSync(program, join(folder, "pause"));
    writeFileSync(join(folder, "Dockerfile"), 'FROM scratch\nCOPY pause /pause\nENTRYPOINT ["/pause"]\n');
    await run("docker", ["build", "--tag", image, "."], {
      cwd: folder,
      env: { DOCKER_HOST: engine.address },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function removeImage(engine: Engine, image: string): Promise<void> {
  await engine.request("DELETE", `/images/${image}`, { query: { force: "true" }, timeout });
}

/** How many containers of a run are running, and how many networks there are. */
export async function countObjects(engine: Engine, run: string): Promise<Counts> {
  const containers = await list(engine, "/containers/json", { ...ofRun(run), status: ["running"] });
  const networks = await list(engine, "/networks", ofRun(run));
  return { containers: containers.length, networks: networks.length };
}

export interface Counts {
  readonly containers: number;
  readonly networks: number;
}

/** Removes what a run has left, whoever created it. */
export async function removeObjects(engine: Engine, run: string): Promise<void> {
  for (const id of await list(engine, "/containers/json", ofRun(run))) {
    await engine.request("DELETE", `/containers/${id}`, { query: { force: "true" }, timeout });
  }
  for (const id of await list(engine, "/networks", ofRun(run))) {
    await engine.request("DELETE", `/networks/${id}`, { timeout });
  }
}

const ofRun = (run: string) => ({ label: [`${benchLabel}=${run}`] });

async function list(engine: Engine, path: string, filters: object): Promise<string[]> {
  const query = { all: "true", filters: JSON.stringify(filters) };
  const objects = (await engine.request("GET", path, { query, timeout })) as { readonly Id: string }[];
  return objects.map(({ Id }) => Id);
}
