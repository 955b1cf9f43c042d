import { connect, type Engine } from "../lib/docker/client.ts";
import type { RegistryCredentials } from "../lib/docker/registry.ts";
import { connectGitLab, type GitLabClient } from "../lib/gitlab/client.ts";
import { ProblemError } from "../lib/problems/index.ts";
import {
  type EngineVariables,
  type GitLabVariables,
  type ScriptName,
  type ScriptVariables,
  scriptVariables,
} from "../lib/scripts/index.ts";

/**
 * The variables that the program's command sets for a script.
 * @throws Error with the names of those that are missing
 */
export function readVariables<Script extends ScriptName>(
  script: Script,
  environment: NodeJS.ProcessEnv = process.env,
): ScriptVariables<Script> {
  const names: readonly string[] = scriptVariables[script];
  const missing = names.filter((name) => environment[name] === undefined);
  if (missing.length > 0) throw new Error(`scripts/${script}.ts needs the variables ${missing.join(", ")}.`);
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as ScriptVariables<Script>;
}

export function connectedEngine({ ENGINE, CERT_PATH }: EngineVariables): Engine {
  return connect(ENGINE, { certPath: CERT_PATH || undefined });
}

export function credentialsOf({ REGISTRY_USER, REGISTRY_PASSWORD }: EngineVariables): RegistryCredentials {
  return { user: REGISTRY_USER, password: REGISTRY_PASSWORD };
}

export function connectedGitLab({ GITLAB_URL, GITLAB_TOKEN, GITLAB_CA }: GitLabVariables): GitLabClient {
  return connectGitLab({ url: GITLAB_URL, token: GITLAB_TOKEN, ca: GITLAB_CA || undefined });
}

/** Runs a script. A fault that a person can mend is printed as its line; the script then ends with 1. */
export async function runScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
