import { providerAddress } from "../../lib/docker/address.ts";
import { type ConnectOptions, connect, engineVersion } from "../../lib/docker/client.ts";
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
  const asked = recorded.map(
    async (host): Promise<UnreachableRecordedHost[]> =>
      engineVersion(connect(...connectionTo(host, settings))).then(
        () => [],
        (error: unknown) => [{ host, problem: recordedHostProblem(host, error, settings) }],
      ),
  );
  return (await Promise.all(asked)).flat();
}

/**
 * The address of a recorded host's engine, and how to connect to it. For an ssh host it is the address of the settings, because
 * the state has the socket of its tunnel.
 */
export function connectionTo(
  host: RecordedHost,
  settings: Hosts,
): [address: string, options: ConnectOptions] {
  const { certPath } = host;
  const engine = namedEngine(host, settings);
  return [engine ?? engineOfRecorded(host).address, { certPath }];
}

/** The problem of a recorded host whose engine did not answer. @throws the error if it is not an EngineError */
export function recordedHostProblem(host: RecordedHost, error: unknown, settings: Hosts): Problem {
  const problem = engineProblem(`${hostsKey}.${host.name}.engine`, error);
  if (namedEngine(host, settings) !== undefined) return problem;
  const expected = `the engine of ${host.name} to answer, because the state records resources on it`;
  return { ...problem, expected, remedy: "restore the host in the settings" };
}

/** The engine that the settings name for a recorded host. Undefined if they name none, or another one. */
function namedEngine({ name, address }: RecordedHost, settings: Hosts): string | undefined {
  const { engine } = settings[name] ?? {};
  return engine !== undefined && providerAddress(engine) === address ? engine : undefined;
}

/** The problem of a host, with the remedy for a machine that is gone for good. */
export function withForgetRemedy(
  { host: { name }, problem }: UnreachableRecordedHost,
  command: string,
): Problem {
  const remedy = `${problem.remedy}; if the machine is gone for good, run: ${command} FORGET=${name}`;
  return { ...problem, remedy };
}
