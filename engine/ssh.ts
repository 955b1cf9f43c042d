import { spawn } from "node:child_process";
import { Duplex } from "node:stream";

/** A connection to a remote engine's socket, carried by the user's own `ssh`. */
export interface SshConnection {
  readonly stream: Duplex;
  /** What ssh said when it ended, its last line; undefined where it said nothing. */
  readonly complaint: Promise<string | undefined>;
  close(): void;
}

/**
 * Starts `ssh … docker system dial-stdio`, so that the user's ssh configuration, agent, jump hosts and
 * known_hosts count. It never asks: a password or an unknown host key is a failure with ssh's own words.
 */
export function openSsh(destination: readonly string[], timeout: number): SshConnection {
  const seconds = Math.max(1, Math.ceil(timeout / 1000));
  const options = ["-T", "-o", "BatchMode=yes", "-o", `ConnectTimeout=${seconds}`];
  const child = spawn("ssh", [...options, ...destination, "docker", "system", "dial-stdio"], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const complaint = new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(said.trim().split("\n").at(-1) || undefined));
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  return { stream, complaint, close: () => child.kill() };
}
