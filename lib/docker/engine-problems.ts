import type { Problem } from "../problems/index.ts";
import { orProblem } from "../problems/or-problem.ts";
import { addressForms, parseAddress } from "./address.ts";
import { EngineError } from "./client.ts";
import { SshError, sshWords } from "./ssh.ts";

/**
 * The problem of an engine that did not answer or refused a request.
 * @param where settings path of the engine's address
 * @throws the error itself if it is not an EngineError
 */
export function engineProblem(where: string, error: unknown): Problem {
  if (!(error instanceof EngineError)) throw error;
  const { address, message, status } = error;
  const expected =
    status === undefined ? `a Docker engine at ${address}` : `the engine at ${address} to accept the request`;
  return { path: where, expected, found: `"${message}"`, remedy: remedyFor(error) };
}

/** Awaits work on an engine. An EngineError becomes a ProblemError that names `where`. */
export async function orEngineProblem<T>(where: string, work: Promise<T>): Promise<T> {
  return orProblem(EngineError, (error) => engineProblem(where, error), work);
}

/** True if nothing answered. False if the engine refused, or if the address is wrong. */
export function isUnreachable(error: EngineError): boolean {
  if (error.status !== undefined || !parseAddress(error.address)) return false;
  return error.cause instanceof SshError ? error.cause.isUnreachable : !error.message.includes("EACCES");
}

function remedyFor({ address, message, status, cause }: EngineError): string {
  const parsed = parseAddress(address);
  if (!parsed) return `write it as ${addressForms}`;
  if (status === 400) return "use Docker 20.10 or newer";
  if (status !== undefined) return "fix that, then run again";
  if (cause instanceof SshError) return cause.remedy;
  if (parsed.kind === "ssh")
    return `make "ssh ${sshWords(parsed.destination)} docker version" work, or correct it`;
  if (message.includes("EACCES"))
    return 'join the group "docker" ("sudo usermod -aG docker $USER"), then log in again';
  if (parsed.kind === "unix")
    return 'start Docker ("make setup" does on Debian and Ubuntu), or correct the address';
  return "start Docker there, open its port, or correct the address";
}
