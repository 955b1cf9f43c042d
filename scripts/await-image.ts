/**
 * Waits until a registry has an image that a stack runs, and prints its digest.
 * Variables: ENGINE, CERT_PATH (may be empty), IMAGE, PROJECT (whose pipelines build it), REGISTRY_USER,
 * REGISTRY_PASSWORD, TIMEOUT (seconds).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Engine, EngineError } from "../lib/docker/client.ts";
import { type RegistryCredentials, registryDigest } from "../lib/docker/registry.ts";
import { type Problem, ProblemError } from "../lib/problems/index.ts";
import { givenEngine, givenLogin, requireEnv, runScript } from "./environment.ts";

await runScript(async () => {
  const engine = givenEngine();
  const login = givenLogin();
  const image = requireEnv("IMAGE");
  const end = Date.now() + Number(requireEnv("TIMEOUT")) * 1000;
  for (let isFirst = true; ; isFirst = false) {
    const found = await look(engine, image, login);
    if (typeof found === "string") {
      process.stdout.write(found);
      return;
    }
    if (Date.now() > end) throw new ProblemError([found]);
    if (isFirst) {
      console.error(
        `Waiting up to ${requireEnv("TIMEOUT")} s for ${image} from the pipelines of project ${requireEnv("PROJECT")}.`,
      );
    }
    await sleep(1000);
  }
});

/** The image's digest, or why there is none. */
async function look(engine: Engine, image: string, login: RegistryCredentials): Promise<string | Problem> {
  try {
    const digest = await registryDigest(engine, image, login);
    return digest ?? missing(image);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const remedy = "see that the registry runs and takes this login, then run again";
    return { path: image, expected: "the registry to answer", found: error.message, remedy };
  }
}

function missing(image: string): Problem {
  const project = requireEnv("PROJECT");
  return {
    path: image,
    expected: `the pipelines of project ${project} to have pushed it`,
    found: "no such image in the registry",
    remedy: `let the file VERSION of ${project} and the tag in the compose file agree, then run again`,
  };
}
