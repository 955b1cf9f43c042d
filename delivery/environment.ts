import { connect, type Engine } from "../engine/client.ts";
import type { RegistryLogin } from "../engine/registry.ts";
import { connectGitLab, type GitLab } from "../gitlab/client.ts";
import { ProblemError } from "../problems/index.ts";

/** A variable that the program's command sets. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment has no ${name}.`);
  return value;
}

/** That of ENGINE and CERT_PATH. */
export function givenEngine(): Engine {
  return connect(given("ENGINE"), { certPath: given("CERT_PATH") || undefined });
}

/** That of REGISTRY_USER and REGISTRY_PASSWORD. */
export function givenLogin(): RegistryLogin {
  return { user: given("REGISTRY_USER"), password: given("REGISTRY_PASSWORD") };
}

/** That of GITLAB_URL, GITLAB_TOKEN and GITLAB_CA. */
export function givenGitLab(): GitLab {
  const [url, token, ca] = [given("GITLAB_URL"), given("GITLAB_TOKEN"), given("GITLAB_CA")];
  return connectGitLab({ url, token, ca: ca || undefined });
}

/** Runs a command of the stage; what a person can mend is said in words. */
export async function deliver(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
