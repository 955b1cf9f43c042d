import { connect, type Engine } from "../lib/docker/client.ts";
import type { RegistryCredentials } from "../lib/docker/registry.ts";
import { connectGitLab, type GitLabClient } from "../lib/gitlab/client.ts";
import { ProblemError } from "../lib/problems/index.ts";

/** A variable that the program's command sets. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment has no ${name}.`);
  return value;
}

/** That of ENGINE and CERT_PATH. */
export function givenEngine(): Engine {
  return connect(requireEnv("ENGINE"), { certPath: requireEnv("CERT_PATH") || undefined });
}

/** That of REGISTRY_USER and REGISTRY_PASSWORD. */
export function givenLogin(): RegistryCredentials {
  return { user: requireEnv("REGISTRY_USER"), password: requireEnv("REGISTRY_PASSWORD") };
}

/** That of GITLAB_URL, GITLAB_TOKEN and GITLAB_CA. */
export function givenGitLab(): GitLabClient {
  const [url, token, ca] = [requireEnv("GITLAB_URL"), requireEnv("GITLAB_TOKEN"), requireEnv("GITLAB_CA")];
  return connectGitLab({ url, token, ca: ca || undefined });
}

/** Runs a command of the stage; what a person can mend is said in words. */
export async function runScript(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
