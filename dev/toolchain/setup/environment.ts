import { globSync, readFileSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { findCli } from "./cli.ts";
import { onPath } from "./files.ts";
import { findGo } from "./go.ts";
import { homeOfRuns } from "./home-of-runs.ts";
import { cacheDir, checkout, pulumiHome } from "./places.ts";
import { backendUrl, passphraseFile, stackStateDir } from "./state.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** The facts on which the exports depend. */
export interface Circumstances {
  readonly variables: Variables;
  /** Folders that must come first on PATH, so that the right programs are found. */
  readonly folders: readonly string[];
  /** True if `pulumi login` or Pulumi.yaml names a backend. */
  readonly hasBackend: boolean;
  /** The home in which Pulumi runs, if the user has named none. */
  readonly home: string;
  readonly stacks: number;
}

/** GOMEMLIMIT: what Pulumi's programs may hold before they collect garbage more often. For a large stage, 500 MiB would be less than it needs. */
export const memoryLimit = (stacks: number) => `${Math.max(500, Math.ceil(1.25 * stacks))}MiB`;

/** The number of folders `stacks/<host>/<stack>` of a project. */
export const stacksIn = (project: string) => globSync("stacks/*/*/", { cwd: project }).length;

/** Shell lines after which plain `pulumi` works here. Variables that the user has set stay as they are. */
export function exportLines({ variables, folders, hasBackend, home, stacks }: Circumstances): string[] {
  const { STAGE = "dev", PULUMI_CONFIG_PASSPHRASE_FILE: passphrase } = variables;
  const isDev = STAGE === "dev";
  const usesCloud = variables.PULUMI_ACCESS_TOKEN !== undefined;
  const hasPassphrase = variables.PULUMI_CONFIG_PASSPHRASE !== undefined;
  const defaults: Variables = {
    PULUMI_HOME: home,
    // A login is the user's, in whatever home Pulumi runs.
    PULUMI_CREDENTIALS_PATH: variables.PULUMI_HOME === undefined ? pulumiHome : undefined,
    PULUMI_BACKEND_URL: hasBackend || usesCloud ? undefined : backendUrl(stackStateDir),
    PULUMI_CONFIG_PASSPHRASE_FILE: hasPassphrase || !isDev ? undefined : passphraseFile,
    // The salt of a checkout's own passphrase is not committed. After a pull, the state still has it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    // Docker's resources mostly wait. Pulumi's default of four for each processor would leave the machine idle.
    PULUMI_PARALLEL: "64",
    // Otherwise the provider compares one resource after the other with its record.
    PULUMI_PARALLEL_DIFF: "true",
    // Otherwise each command would wait for an answer from the internet.
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Pulumi and its plugins run for seconds. Less garbage collection saves a quarter of their time.
    GOGC: "400",
    // With that alone, the CLI would hold more than a gigabyte for 400 services.
    GOMEMLIMIT: memoryLimit(stacks),
    NODE_COMPILE_CACHE: join(cacheDir, "compiled"),
  };
  return [
    ...(folders.length === 0 ? [] : [`export PATH=${quoted(folders.join(delimiter))}:"$PATH"`]),
    `export PULUMI_STACK=${quoted(STAGE)}`,
    // The lines for dev may have set it in the same shell.
    ...(!isDev && passphrase === passphraseFile ? ["unset PULUMI_CONFIG_PASSPHRASE_FILE"] : []),
    ...Object.entries(defaults)
      .filter(([name, value]) => value !== undefined && variables[name] === undefined)
      .map(([name, value]) => `export ${name}=${quoted(value ?? "")}`),
  ];
}

/** Reads the circumstances of this process. */
export function circumstances(): Circumstances {
  const path = process.env.SMALLBOAT_CALLER_PATH ?? process.env.PATH;
  const programs = [process.execPath, findCli() ?? join(pulumiHome, "bin", "pulumi"), findGo()];
  const hidden = programs.filter((file): file is string => file !== undefined && !isFirst(file, path));
  return {
    variables: process.env,
    folders: [...new Set(hidden.map((file) => dirname(file)))],
    hasBackend: /^backend:/m.test(textOf(join(checkout, "Pulumi.yaml"))) || loggedIn(),
    home: homeOfRuns(),
    stacks: stacksIn(checkout),
  };
}

function isFirst(file: string, path: string | undefined): boolean {
  const found = onPath(basename(file), path);
  return found !== undefined && realpathSync(found) === realpathSync(file);
}

/** True if `pulumi login` has stored a backend. PULUMI_BACKEND_URL is not stored. */
function loggedIn(): boolean {
  const folder = process.env.PULUMI_CREDENTIALS_PATH || pulumiHome;
  const credentials = textOf(join(folder, "credentials.json"));
  return credentials !== "" && Boolean((JSON.parse(credentials) as { current?: string }).current);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
