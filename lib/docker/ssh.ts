import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** Why a host could not be used over ssh. */
export class SshError extends Error {
  readonly remedy: string;
  /** Nobody answered; otherwise somebody refused. */
  readonly isUnreachable: boolean;
  constructor(message: string, remedy: string, isUnreachable: boolean) {
    super(message);
    this.name = "SshFault";
    this.remedy = remedy;
    this.isUnreachable = isUnreachable;
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
    const child = spawn("ssh", command, { stdio: ["ignore", "ignore", stderr] });
    if ((await ending(child, "exit")) !== 0) throw loginFault(readFileSync(log, "utf8"), destination);
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
  });
  const [stdout, code] = await Promise.all([text(child.stdout), ending(child, "close")]);
  return { code, stdout };
}

/** @returns the exit code; null where patience had an end @throws SshFault where there is no ssh */
function ending(child: ChildProcess, event: "exit" | "close"): Promise<number | null> {
  // Node's own timeout goes on where the program could not be started.
  const timer = setTimeout(() => child.kill(), patience);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once(event, resolve).once("error", ({ message }) => {
      reject(new SshError(`no ssh: ${message}`, "install ssh, or add it to PATH", false));
    });
  });
  return ended.finally(() => clearTimeout(timer));
}

/** Reads what ssh said when a login failed. */
export function loginFault(said: string, destination: readonly string[]): SshError {
  const words = sshWords(destination);
  const lines = said.trim().split(/\r?\n/);
  // After a jump that failed, the last words are about the host behind it.
  const isJump = /UNKNOWN port 65535/.test(said);
  const cause = lines.findLast((line) => !(isJump && /UNKNOWN port|kex_exchange_identification/.test(line)));
  const last = cause || lines.at(-1) || "no answer";
  const byHand = `make "ssh ${words}" work`;
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(said)) {
    const [command] = /ssh-keygen -f .* -R .*/.exec(said) ?? [`ssh-keygen -R "${knownAs(destination)}"`];
    const remedy = `find out why; where it is right, forget the old one: ${command.trim()}`;
    return new SshError("a host key that is not the known one", remedy, false);
  }
  if (/Host key verification failed/.test(said)) {
    return new SshError("a host key that is not known", `check and accept it with "ssh ${words}"`, false);
  }
  if (/Permission denied|Too many authentication failures/.test(said)) {
    return new SshError(
      last,
      `${byHand} without a question: install your key there with ssh-copy-id, unlock it here with ssh-add`,
      false,
    );
  }
  if (/Could not resolve hostname/.test(said)) {
    return new SshError(last, `correct the name, or add it to your ssh configuration`, true);
  }
  const isUnreachable = /timed out|refused|No route|unreachable|closed by|reset by|no answer/i.test(last);
  return new SshError(last, `${byHand}, or correct the address`, isUnreachable);
}

/** Under which name known_hosts keeps it, unless the configuration gives it another one. */
function knownAs(destination: readonly string[]): string {
  const host = destination.at(-1) ?? "";
  const port = destination.indexOf("-p");
  return port === -1 ? host : `[${host}]:${destination[port + 1]}`;
}

/** As one types it. */
export function sshWords(destination: readonly string[]): string {
  return destination.filter((word) => word !== "--").join(" ");
}
