import { problemLine } from "../../lib/problems/index.ts";
import { exportState, recordedHosts } from "../../lib/state/index.ts";
import type { Hosts } from "./engines.ts";
import { pulumiCliOf } from "./pulumi.ts";
import { recordRestored } from "./restored-containers.ts";
import { unreachableRecordedHosts, withForgetRemedy } from "./unreachable-recorded-hosts.ts";

/**
 * After a run that failed: reports unreachable hosts that the settings no longer name. If all hosts answer, records restored
 * containers.
 * @param command such as `make up`
 */
export async function afterFailure(stage: string, hosts: Hosts, command: string): Promise<void> {
  const state = await exportState(pulumiCliOf(stage));
  const unreachable = await unreachableRecordedHosts(recordedHosts(state.deployment), hosts);
  for (const each of unreachable.filter(({ host }) => !Object.hasOwn(hosts, host.name)))
    console.error(problemLine(withForgetRemedy(each, command)));
  if (unreachable.length === 0) await recordRestored(stage, state);
}
