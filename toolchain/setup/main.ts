/** `setup` (default) makes this machine ready; `env` prints the shell lines for using it. */
import { circumstances, exportLines } from "./environment.ts";
import { stateDir } from "./places.ts";
import { runSteps } from "./step.ts";
import { steps } from "./steps.ts";

// An interrupt then ends as any exit does: unfinished folders go.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

const [command = "setup"] = process.argv.slice(2);
switch (command) {
  case "setup":
    process.exitCode = (await runSteps(steps(), { stateDir, out: process.stdout })) ? 0 : 1;
    break;
  case "env":
    for (const line of exportLines(circumstances())) console.log(line);
    break;
  default:
    console.error(`setup.sh: expected setup or env, found ${command}`);
    process.exitCode = 1;
}
