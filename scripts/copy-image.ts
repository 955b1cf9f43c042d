/**
 * Pushes a copy of an image to the stage's registry and prints the copy's digest.
 * lib/scripts names its variables.
 */
import { EngineError } from "../lib/docker/client.ts";
import { pushCopy } from "../lib/docker/registry.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { connectedEngine, credentialsOf, readVariables, runScript } from "./environment.ts";

await runScript(async () => {
  const variables = readVariables("copy-image");
  const { SOURCE: source, TARGET: target } = variables;
  try {
    process.stdout.write(
      await pushCopy(connectedEngine(variables), source, target, credentialsOf(variables)),
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const remedy = "make sure that the registry runs and accepts this login, then run again";
    throw new ProblemError([
      { path: target, expected: "the registry to accept the copy", found: error.message, remedy },
    ]);
  }
});
