/**
 * `setup` (default) makes this machine ready for a stage. `tools` makes it ready for previews and drift checks, without
 * engine and images. `setup-tests` also sets up what tests need. `env` prints the shell lines for plain `pulumi`.
 */
import { testSteps } from "../tests/steps.ts";
import { circumstances, exportLines } from "./environment.ts";
import { cacheDir, stateDir } from "./places.ts";
import { runSteps, type Step } from "./step.ts";
import { engineStep, stageSteps, steps, toolSteps } from "./steps.ts";

// An interrupt ends like any exit, so that unfinished folders are removed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

const [command = "setup"] = process.argv.slice(2);
switch (command) {
  case "setup":
    await setUp(stageSteps());
    break;
  case "tools":
    await setUp(toolSteps());
    break;
  case "setup-tests": {
    const engine = engineStep();
    await setUp([...steps(engine), ...testSteps(engine)]);
    break;
  }
  case "env":
    for (const line of exportLines(circumstances())) console.log(line);
    break;
  default:
    console.error(`setup.sh: expected setup, tools, setup-tests or env, found ${command}`);
    process.exitCode = 1;
}

/** Runs the steps. After a failure, fetches in the background end too. */
async function setUp(wanted: readonly Step[]): Promise<void> {
  if (!(await runSteps(wanted, { stateDir, cacheDir, out: process.stdout }))) process.exit(1);
}
