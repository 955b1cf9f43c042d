/** Usage: ask.ts <address> Asks an engine as the program does, and prints its version, or why there is none. */
import { connect, EngineError, engineVersion } from "../../../lib/docker/client.ts";
import { engineProblem, isUnreachable } from "../../../lib/docker/engine-problems.ts";
import { problemLine } from "../../../lib/problems/index.ts";

const [address = ""] = process.argv.slice(2);
try {
  console.log(`version ${await engineVersion(connect(address))}`);
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  console.log(
    `${isUnreachable(error) ? "unreachable" : "refused"} ${problemLine(engineProblem("engine", error))}`,
  );
}
