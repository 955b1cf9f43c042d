import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** Why a host could not be used over ssh. */
export class SshError extends Error {
  readonly remedy: string;
  /** True if nothing answered. False if the host refused. */
  readonly isUnreachable: boolean;
  constructor(message: string, remedy: string, isUnreachable: boolean) {
    super(message);
    this.name = "SshError";
    this.remedy = remedy;
    this.isUnreachable = isUnreachable;
  }
}

const connectSeconds = 10;
/** Milliseconds for a connection through some jump hosts, with the login. */
const patience = 30_000;

/**
 * Logs in with the user's own ssh configuration (keys, ports, jump hosts, known_hosts). The connection stays in the
 * background and is controlled by the socket `control`. ssh never asks: a password prompt or an unknown host key is a
 * failure. The connection ends 45 s after the other side has gone.
 * @throws SshError
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
    // Other settings of the user, such as commands at a login, are meant for a terminal.
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

/** Sends a master connection an order, or runs a shell command through it. @returns the output */
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

/** @returns the exit code, or null after the time limit @throws SshError if there is no ssh */
function ending(child: ChildProcess, event: "exit" | "close"): Promise<number | null> {
  // Node's own timeout would go on if the program cannot be started.
  const timer = setTimeout(() => child.kill(), patience);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once(event, resolve).once("error", ({ message }) => {
      reject(new SshError(`no ssh: ${message}`, "install ssh, or add it to PATH", false));
    });
  });
  return ended.finally(() => clearTimeout(timer));
}

/** The error for ssh's messages after a failed login. */
export function loginFault(said: string, destination: readonly string[]): SshError {
  const words = sshWords(destination);
  const lines = said.trim().split(/\r?\n/);
  // If a jump host failed, the last message is about the host behind it.
  const isJump = /UNKNOWN port 65535/.test(said);
  const cause = lines.findLast((line) => !(isJump && /UNKNOWN port|kex_exchange_identification/.test(line)));
  const last = cause || lines.at(-1) || "no answer";
  const byHand = `make "ssh ${words}" work`;
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED/.test(said)) {
    const [command] = /ssh-keygen -f .* -R .*/.exec(said) ?? [`ssh-keygen -R "${knownAs(destination)}"`];
    const remedy = `find out why; if the new key is right, forget the old one: ${command.trim()}`;
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

/** The host's name in known_hosts, unless the user's configuration has another one. */
function knownAs(destination: readonly string[]): string {
  const host = destination.at(-1) ?? "";
  const port = destination.indexOf("-p");
  return port === -1 ? host : `[${host}]:${destination[port + 1]}`;
}

/** The destination as a person types it. */
export function sshWords(destination: readonly string[]): string {
  return destination.filter((word) => word !== "--").join(" ");
}
