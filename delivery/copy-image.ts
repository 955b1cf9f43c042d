/**
 * Puts a copy of an image into the stage's registry and prints its digest there.
 * Variables: ENGINE, CERT_PATH (may be empty), SOURCE, TARGET, REGISTRY_USER, REGISTRY_PASSWORD.
 */
import { EngineError } from "../engine/client.ts";
import { pushCopy } from "../engine/registry.ts";
import { ProblemError } from "../problems/index.ts";
import { deliver, given, givenEngine, givenLogin } from "./environment.ts";

await deliver(async () => {
  const engine = givenEngine();
  const target = given("TARGET");
  const login = givenLogin();
  try {
    process.stdout.write(await pushCopy(engine, given("SOURCE"), target, login));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const remedy = "see that the registry runs and takes this login, then run again";
    throw new ProblemError([
      { path: target, expected: "the registry to take it", found: error.message, remedy },
    ]);
  }
});
