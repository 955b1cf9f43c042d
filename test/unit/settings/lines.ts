import { ProblemError } from "../../../lib/problems/index.ts";
import { checkSettings } from "../../../lib/settings/check.ts";

/** The smallest settings without a fault. */
export const sound = { hosts: { Local: { engine: "unix:///var/run/docker.sock" } } };

/** What every line of a fault in the settings of stage `dev` begins with. */
export const at = "Pulumi.dev.yaml smallboat:";

/** The lines of the problems that stage `dev` has with `raw`. */
export function faults(raw: Record<string, unknown>, secretSections: readonly string[] = []): string[] {
  try {
    checkSettings("dev", raw, secretSections);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.message.split("\n");
  }
}
