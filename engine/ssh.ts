import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** Why a host could not be used over ssh. */
export class SshFault extends Error {
  readonly remedy: string;
  /** Nobody answered; otherwise somebody refused. */
  readonly isSilence: boolean;
  constructor(message: string, remedy: string, isSilence: boolean) {
    super(message);
    this.name = "SshFault";
    this.remedy = remedy;
    this.isSilence = isSilence;
  }
}

const connectSeconds = 10;
/** Milliseconds: connecting through some jump hosts, and the login. */
const patience = 30_000;

/**
 * Logs in by the user's own ssh configuration (keys, ports, jump hosts, known_hosts) and leaves that one connection in
 * the background, to be reached at `control`. It never asks: a password or an unknown host key is a failure. It ends
 * 45 s after the other side has gone.
 * @throws SshFault
 */
export async function startMaster(
  control: string,
  log: string,
  destination: readonly string[],
): Promise<void> {
  const set = (options: Record<string, string | number>) =>
    Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const options = set({
    BatchMode: "yes",
    ConnectTimeout: connectSeconds,
    ServerAliveInterval: 15,
    ServerAliveCountMax: 3,
    StreamLocalBindUnlink: "yes",
    ControlPersist: "no",
    // What else the user's configuration does at a login is meant for a terminal.
    ClearAllForwardings: "yes",
    ForwardAgent: "no",
    ForwardX11: "no",
    RemoteCommand: "none",
  });
  const stderr = openSync(log, "w", 0o600);
  try {
    const command = ["-f", "-N", "-T", "-M", "-S", control, ...options, ...destination];
    const child = spawn("ssh", command, { stdio: ["ignore", "ignore", stderr], timeout: patience });
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once("error", reject).once("exit", resolve),
    );
    if (code !== 0) throw loginFault(readFileSync(log, "utf8"), destination);
  } catch (error) {
    if (error instanceof SshFault) throw error;
    throw new SshFault(`no ssh: ${(error as Error).message}`, "install ssh, or add it to PATH", false);
  } finally {
    closeSync(stderr);
  }
}

/** Tells a master to do something, or runs a command of a shell through it. @returns what was printed */
export async function askMaster(
  control: string,
  destination: readonly string[],
  what: { readonly order: readonly string[] } | { readonly command: string },
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const [order, command] = "order" in what ? [what.order, []] : [["-T"], [what.command]];
  const options = [
    "-S",
    control,
    "-o",
    "ControlMaster=no",
    "-o",
    "BatchMode=yes",
    "-o",
    "RemoteCommand=none",
  ];
  const child = spawn("ssh", [...options, ...order, ...destination, ...command], {
    stdio: ["ignore", "pipe", "ignore"],
    timeout: patience,
  });
  const code = new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  const [stdout, ended] = await Promise.all([text(child.stdout), code]);
  return { code: ended, stdout };
}

/** Reads what ssh said when a login failed. */
export function loginFault(said: string, destination: readonly string[]): SshFault {
  const words = sshWords(destination);
  const last = said.trim().split(/\r?\n/).at(-1) || "no answer";
  const byHand = `make "ssh ${words}" work`;
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(said)) {
    const host = destination.at(-1);
    const remedy = `find out why; where it is right, forget the old one with "ssh-keygen -R ${host}"`;
    return new SshFault("a host key that is not the known one", remedy, false);
  }
  if (/Host key verification failed/.test(said)) {
    return new SshFault("a host key that is not known", `check and accept it with "ssh ${words}"`, false);
  }
  if (/Permission denied|Too many authentication failures/.test(said)) {
    return new SshFault(last, `${byHand} without a password, for instance with ssh-copy-id`, false);
  }
  if (/Could not resolve hostname/.test(said)) {
    return new SshFault(last, `correct the name, or add it to your ssh configuration`, true);
  }
  const isSilence = /timed out|refused|No route|unreachable|closed by|reset by|no answer/i.test(last);
  return new SshFault(last, `${byHand}, or correct the address`, isSilence);
}

/** As one types it. */
export function sshWords(destination: readonly string[]): string {
  return destination.filter((word) => word !== "--").join(" ");
}
