/** Usage: ask.ts <address> Asks an engine as the program does, and prints its version, or why there is none. */
import { connect, EngineError, engineVersion } from "../../../engine/client.ts";
import { engineProblem, isSilence } from "../../../engine/faults.ts";
import { problemLine } from "../../../problems/index.ts";

const [address = ""] = process.argv.slice(2);
try {
  console.log(`version ${await engineVersion(connect(address))}`);
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  console.log(`${isSilence(error) ? "silent" : "refused"} ${problemLine(engineProblem("engine", error))}`);
}
