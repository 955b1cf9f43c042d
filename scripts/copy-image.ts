/**
 * Puts a copy of an image into the stage's registry and prints its digest there.
 * Variables: ENGINE, CERT_PATH (may be empty), SOURCE, TARGET, REGISTRY_USER, REGISTRY_PASSWORD.
 */
import { EngineError } from "../lib/docker/client.ts";
import { pushCopy } from "../lib/docker/registry.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { givenEngine, givenLogin, requireEnv, runScript } from "./environment.ts";

await runScript(async () => {
  const engine = givenEngine();
  const target = requireEnv("TARGET");
  const login = givenLogin();
  try {
    process.stdout.write(await pushCopy(engine, requireEnv("SOURCE"), target, login));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const remedy = "see that the registry runs and takes this login, then run again";
    throw new ProblemError([
      { path: target, expected: "the registry to take it", found: error.message, remedy },
    ]);
  }
});
