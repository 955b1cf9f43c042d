import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { type Address, tunnelFolder } from "./address.ts";
import { askMaster, SshError, startMaster } from "./ssh.ts";

export type SshAddress = Extract<Address, { kind: "ssh" }>;

const opened = new Map<string, Promise<string>>();

/**
 * Opens a tunnel to the engine of an ssh host: a socket on this machine. All connections share one ssh connection without
 * a session. It stays in the background for the next command, and is replaced if it has died.
 * @returns path of the socket, relative to the project
 * @throws SshError
 */
export function openTunnel(address: SshAddress): Promise<string> {
  const { name } = address;
  const known = opened.get(name);
  if (known) return known;
  const opening = open(address);
  opened.set(name, opening);
  return opening;
}

/** Ends the background connection if there is one, and removes its files. */
export async function closeTunnel({ name, destination }: SshAddress): Promise<void> {
  const all = places(name);
  await endMaster(all.control, destination);
  for (const path of Object.values(all)) rmSync(path, { force: true });
  opened.delete(name);
}

/**
 * Runs a shell command on an ssh host, through the connection of its tunnel.
 * @returns what it printed: nothing if the user may not run commands there
 * @throws SshError
 */
export async function runThroughTunnel(address: SshAddress, command: string): Promise<string> {
  await openTunnel(address);
  const { control } = places(address.name);
  return (await askMaster(control, address.destination, { command })).stdout;
}

/** Lets the next use of a tunnel look whether it still answers. Other commands may be using it, so it stays open. */
export function forgetTunnel({ name }: SshAddress): void {
  opened.delete(name);
}

async function endMaster(control: string, destination: readonly string[]): Promise<void> {
  await askMaster(control, destination, { order: ["-O", "exit"] });
}

function places(name: string) {
  const at = (suffix: string) => join(tunnelFolder, `${name}.${suffix}`);
  return { socket: at("sock"), control: at("ctl"), log: at("log") };
}

async function open(address: SshAddress): Promise<string> {
  const { socket } = places(address.name);
  if (await answers(socket)) return socket;
  mkdirSync(tunnelFolder, { recursive: true, mode: 0o700 });
  const { lock } = await import("proper-lockfile");
  const release = await lock(socket, waiting);
  try {
    // Another command may have opened the tunnel meanwhile.
    return (await answers(socket)) ? socket : await connect(address);
  } finally {
    await release();
  }
}

/** Waits as long as another command may take to open the same tunnel. Times are in milliseconds. */
const waiting = {
  realpath: false,
  stale: 30_000,
  onCompromised: () => {},
  retries: { retries: 1000, factor: 1, minTimeout: 100, maxTimeout: 100 },
};

async function connect(address: SshAddress): Promise<string> {
  const { name, destination } = address;
  const { socket, control, log } = places(name);
  await endMaster(control, destination);
  for (const path of [socket, control]) rmSync(path, { force: true });
  await startMaster(control, log, destination);
  const { path, state } = await remoteSocket(address, control);
  const fault = state === undefined ? undefined : socketFault(state, path);
  if (!fault) {
    await askMaster(control, destination, { order: ["-O", "forward", "-L", `${socket}:${path}`] });
    if (await answers(socket)) return socket;
  }
  await endMaster(control, destination);
  throw fault ?? forwardFault(readFileSync(log, "utf8"), path);
}

/** Milliseconds for an engine to answer a ping. */
const pingTimeout = 5_000;

async function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: "/_ping", signal: AbortSignal.timeout(pingTimeout) });
    ping.once("error", () => resolve(false));
    ping.once("response", (response) => resolve(response.resume().statusCode === 200)).end();
  });
}

/** A script that finds the socket of the user's docker command, and checks whether it can be used. */
const look = `
  place=\${1:-\${DOCKER_HOST:-$(docker context inspect --format "{{.Endpoints.docker.Host}}" 2>/dev/null)}}
  path=\${place#unix://}
  path=\${path:-/var/run/docker.sock}
  state=ready
  [ -w "$path" ] || state=denied
  [ -S "$path" ] || state=missing
  echo "smallboat $state $path"`;

type SocketState = "ready" | "denied" | "missing";

/** The engine's socket on the host. Without a state if the user may not run commands. */
async function remoteSocket(
  { destination, remoteSocket = "" }: SshAddress,
  control: string,
): Promise<{ path: string; state?: SocketState }> {
  const quoted = `'${remoteSocket.replaceAll("'", "'\\''")}'`;
  const { stdout } = await askMaster(control, destination, { command: `sh -c '${look}' sh ${quoted}` });
  const [, state, path] = /^smallboat (ready|denied|missing) (.+)$/m.exec(stdout) ?? [];
  if (path === undefined) return { path: remoteSocket || "/var/run/docker.sock" };
  return { path, state: state as SocketState };
}

/** The fault of the host's socket. Undefined if it is ready. */
export function socketFault(state: SocketState, path: string): SshError | undefined {
  switch (state) {
    case "ready":
      return undefined;
    case "denied": {
      const remedy = 'let that user join the group "docker" there ("sudo usermod -aG docker <user>")';
      return new SshError(`${path} there is not for this user`, remedy, false);
    }
    case "missing": {
      const remedy = "start Docker there, or name its socket in the address: ssh://host/path/docker.sock";
      return new SshError(`no Docker socket ${path} there`, remedy, true);
    }
  }
}

/** The fault of a tunnel without an answer, from ssh's log. */
export function forwardFault(said: string, path: string): SshError {
  if (/administratively prohibited/.test(said)) {
    const remedy = 'set "AllowStreamLocalForwarding yes" in its sshd_config';
    return new SshError("an sshd that forbids forwarding sockets", remedy, false);
  }
  return new SshError(
    `no answer from ${path} there`,
    "start Docker there, and let that user use its socket",
    true,
  );
}
