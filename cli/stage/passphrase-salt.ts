import { spawnSync } from "node:child_process";
import { settingsFile } from "../../lib/settings/settings-source.ts";

/**
 * Pulumi writes the passphrase's salt into the stage's file. The salt of dev belongs to this checkout alone, so git
 * leaves that line out of the files that `.gitattributes` names. Does nothing without git.
 */
export function hideSaltFromGit(stage: string): void {
  git("config", "--local", "filter.smallboat-salt.clean", "sed /^encryptionsalt:/d");
  const file = settingsFile(stage);
  // Git shows a file of another length as changed until it has read it once.
  if (git("diff", "--quiet", "--", file)) git("add", "--update", "--", file);
}

function git(...command: string[]): boolean {
  return spawnSync("git", command, { stdio: "ignore" }).status === 0;
}
