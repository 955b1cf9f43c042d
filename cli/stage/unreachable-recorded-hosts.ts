import { providerAddress } from "../../lib/docker/address.ts";
import { connect, engineVersion } from "../../lib/docker/client.ts";
import { engineProblem } from "../../lib/docker/engine-problems.ts";
import type { Problem } from "../../lib/problems/index.ts";
import type { RecordedHost } from "../../lib/state/index.ts";
import { engineOfRecorded, type Hosts, hostsKey } from "./engines.ts";

/** A recorded host whose engine could not be asked, and why. */
export interface UnreachableRecordedHost {
  readonly host: RecordedHost;
  readonly problem: Problem;
}

/**
 * Asks the engines of recorded hosts, all at the same time. This also opens the tunnels to hosts over ssh.
 * @param settings the hosts that the stage's settings name
 */
export async function unreachableRecordedHosts(
  recorded: readonly RecordedHost[],
  settings: Hosts,
): Promise<UnreachableRecordedHost[]> {
  const asked = recorded.map(async (host): Promise<UnreachableRecordedHost[]> => {
    const { name, address, certPath } = host;
    const { engine } = settings[name] ?? {};
    const isNamed = engine !== undefined && providerAddress(engine) === address;
    const version = engineVersion(isNamed ? connect(engine, { certPath }) : engineOfRecorded(host));
    return version.then(
      () => [],
      (error: unknown) => [{ host, problem: problemOf(name, error, isNamed) }],
    );
  });
  return (await Promise.all(asked)).flat();
}

function problemOf(name: string, error: unknown, isNamed: boolean): Problem {
  const problem = engineProblem(`${hostsKey}.${name}.engine`, error);
  if (isNamed) return problem;
  const expected = `the engine of ${name} to answer, because the state records resources on it`;
  return { ...problem, expected, remedy: "restore the host in the settings" };
}

/** The problem of a host, with the remedy for a machine that is gone for good. */
export function withForgetRemedy(
  { host: { name }, problem }: UnreachableRecordedHost,
  command: string,
): Problem {
  const remedy = `${problem.remedy}; if the machine is gone for good, run: ${command} FORGET=${name}`;
  return { ...problem, remedy };
}
