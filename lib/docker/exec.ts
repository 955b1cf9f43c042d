import type { Engine } from "./client.ts";
import { withoutFrames } from "./container-logs.ts";

/** How a command in a container ended. */
export interface Executed {
  readonly code: number;
  /** Everything that it wrote. */
  readonly output: string;
}

/**
 * Runs a command in a running container and waits for its end.
 * @param timeout milliseconds. The command itself goes on after that
 * @throws EngineError also if the container does not run, or has no such command
 */
export async function execute(
  engine: Engine,
  container: string,
  command: readonly string[],
  timeout: number,
): Promise<Executed> {
  const body = { AttachStdout: true, AttachStderr: true, Cmd: command };
  const { Id } = (await engine.request("POST", `/containers/${container}/exec`, { body })) as { Id: string };
  const output = await engine.bytes("POST", `/exec/${Id}/start`, { body: { Detach: false }, timeout });
  const { ExitCode } = (await engine.request("GET", `/exec/${Id}/json`)) as { ExitCode: number | null };
  return { code: ExitCode ?? 0, output: withoutFrames(output) };
}
