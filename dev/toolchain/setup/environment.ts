import { readFileSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { findCli } from "./cli.ts";
import { onPath } from "./files.ts";
import { findGo } from "./go.ts";
import { cacheDir, checkout, pulumiHome } from "./places.ts";
import { passphraseFile, stackStateDir } from "./state.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What the exports depend on. */
export interface Circumstances {
  readonly variables: Variables;
  /** Folders that have to come first on PATH, so that the right programs are found. */
  readonly folders: readonly string[];
  /** Whether `pulumi login` or Pulumi.yaml names a backend. */
  readonly hasBackend: boolean;
}

/** Shell lines after which plain `pulumi` works here. What the user has set himself stays as it is. */
export function exportLines({ variables, folders, hasBackend }: Circumstances): string[] {
  const { STAGE = "dev", PULUMI_CONFIG_PASSPHRASE_FILE: passphrase } = variables;
  const isDev = STAGE === "dev";
  const usesCloud = variables.PULUMI_ACCESS_TOKEN !== undefined;
  const hasPassphrase = variables.PULUMI_CONFIG_PASSPHRASE !== undefined;
  const defaults: Variables = {
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: hasBackend || usesCloud ? undefined : pathToFileURL(stackStateDir).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: hasPassphrase || !isDev ? undefined : passphraseFile,
    // The salt of a checkout's own passphrase is not committed: after a pull the state still knows it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    // Docker's resources spend their time waiting; Pulumi's default of four a processor would leave it idle.
    PULUMI_PARALLEL: "64",
    // Each command would else wait for an answer from outside.
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Pulumi and its plugins live for seconds: collecting less garbage saves a quarter of their time.
    GOGC: "400",
    NODE_COMPILE_CACHE: join(cacheDir, "compiled"),
  };
  return [
    ...(folders.length === 0 ? [] : [`export PATH=${quoted(folders.join(delimiter))}:"$PATH"`]),
    `export PULUMI_STACK=${quoted(STAGE)}`,
    // Left by the lines for dev, in the same shell.
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
  };
}

function isFirst(file: string, path: string | undefined): boolean {
  const found = onPath(basename(file), path);
  return found !== undefined && realpathSync(found) === realpathSync(file);
}

/** `pulumi login` notes its choice here; PULUMI_BACKEND_URL alone leaves no trace. */
function loggedIn(): boolean {
  const credentials = textOf(join(pulumiHome, "credentials.json"));
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
