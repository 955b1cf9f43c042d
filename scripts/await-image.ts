/**
 * Waits until a registry has an image that a stack runs, and prints the image's digest.
 * lib/scripts names its variables.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Engine, EngineError } from "../lib/docker/client.ts";
import { type RegistryCredentials, registryDigest } from "../lib/docker/registry.ts";
import { type Problem, ProblemError } from "../lib/problems/index.ts";
import { connectedEngine, credentialsOf, readVariables, runScript } from "./environment.ts";

const variables = readVariables("await-image");
const { IMAGE: image, PROJECT: project, TIMEOUT: timeout } = variables;
const notPushed: Problem = {
  path: image,
  expected: `the pipelines of project ${project} to have pushed it`,
  found: "no such image in the registry",
  remedy: `make the file VERSION of ${project} and the tag in the compose file equal, then run again`,
};

await runScript(async () => {
  const engine = connectedEngine(variables);
  const end = Date.now() + Number(timeout) * 1000;
  for (let isFirst = true; ; isFirst = false) {
    const found = await digestOf(engine, credentialsOf(variables));
    if (typeof found === "string") {
      process.stdout.write(found);
      return;
    }
    if (Date.now() > end) throw new ProblemError([found]);
    if (isFirst) {
      console.error(`waiting for ${image}: pipelines of ${project} push it, at most ${timeout} s`);
    }
    await sleep(1000);
  }
});

/** The image's digest, or why there is none. */
async function digestOf(engine: Engine, login: RegistryCredentials): Promise<string | Problem> {
  try {
    const digest = await registryDigest(engine, image, login);
    return digest ?? notPushed;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const remedy = "make sure that the registry runs and accepts this login, then run again";
    return { path: image, expected: "the registry to answer", found: error.message, remedy };
  }
}
