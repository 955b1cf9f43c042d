import { recordedHosts, type State } from "../../lib/state/index.ts";
import { oldRecords } from "../../lib/status/index.ts";
import type { Hosts } from "../stage/engines.ts";
import { withoutQuestions } from "../stage/progress.ts";
import { lookAtRecorded } from "../status/look.ts";

/**
 * The command of the Pulumi CLI that reads into the state what is no longer as it was recorded, and what only its provider can
 * tell. With DEEP=1, everything. Usually there is nothing to read, and no command.
 * @param before the state, with secrets in plain text
 * @param settings the hosts that the settings name
 * @param unreachable names of hosts that do not answer. The program reports them, and decides whether to go on
 */
export async function readingCommands(
  stage: string,
  { deployment }: State,
  settings: Hosts,
  unreachable: ReadonlySet<string>,
): Promise<(readonly string[])[]> {
  const hosts = recordedHosts(deployment).filter(({ name }) => !unreachable.has(name));
  // The program itself compares files, and asks registries for what it is to pull.
  const look = () =>
    lookAtRecorded(
      { stage, deployment, hosts, settings, rules: [] },
      { registries: "none", areFilesRead: false },
    );
  const old = oldRecords(deployment, hosts, process.env.DEEP === "1" ? undefined : await look());
  if (old.length === 0) return [];
  return [["refresh", ...withoutQuestions, ...old.flatMap(({ urn }) => ["--target", urn])]];
}
