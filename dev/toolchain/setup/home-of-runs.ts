import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome, runHome } from "./places.ts";

/** What Pulumi keeps from run to run: plugins, and the stack that `pulumi stack select` chose. */
const kept = ["plugins", "workspaces"];

const explanation = (
  user: string,
) => `Pulumi writes a debug log of each command into a folder of this name, and no setting turns that off.
It would take a sixth of each run. To have the logs: PULUMI_HOME=${user}
`;

/**
 * Makes the home in which Pulumi runs, if it is missing: the user's home of Pulumi without debug logs.
 *
 * @returns its path; the user's home if it cannot be made
 */
export function homeOfRuns(folder = runHome, user = pulumiHome): string {
  const logs = join(folder, "logs");
  try {
    if (existsSync(logs)) return folder;
    mkdirSync(folder, { recursive: true });
    for (const name of kept) {
      mkdirSync(join(user, name), { recursive: true });
      linkOnce(join(user, name), join(folder, name));
    }
    writeFileSync(logs, explanation(user));
    return folder;
  } catch {
    return user;
  }
}

/** Another run may make the same link at the same time. */
function linkOnce(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
