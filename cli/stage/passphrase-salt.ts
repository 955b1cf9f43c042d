import { spawnSync } from "node:child_process";

/**
 * Pulumi writes the salt of the passphrase into the stage's file. That of dev belongs to this checkout alone, so
 * git is told to leave the line out of the files that `.gitattributes` names. Without git, there is nothing to do.
 */
export function hideSaltFromGit(stage: string): void {
  git("config", "--local", "filter.smallboat-salt.clean", "sed /^encryptionsalt:/d");
  const file = `Pulumi.${stage}.yaml`;
  // Git takes another length for a change until it has looked at the file once.
  if (git("diff", "--quiet", "--", file)) git("add", "--update", "--", file);
}

function git(...command: string[]): boolean {
  return spawnSync("git", command, { stdio: "ignore" }).status === 0;
}
