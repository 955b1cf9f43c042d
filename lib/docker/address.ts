import { createHash } from "node:crypto";

/** A parsed address of a Docker engine. */
export type Address =
  | { readonly kind: "unix"; readonly socketPath: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | {
      readonly kind: "ssh";
      /** Name of the tunnel's files. */
      readonly name: string;
      /** The destination as arguments of `ssh`. */
      readonly destination: readonly string[];
      /** Path of the engine's socket on the host. Default: the one that the user's docker command uses. */
      readonly remoteSocket?: string;
    };

/** The accepted forms of addresses, for messages. */
export const addressForms = "unix:///path, tcp://host:port or ssh://[user@]host[:port][/socket]";

const plainTcpPort = 2375;

/** Parses an engine's address in one of the `addressForms`. Undefined for other texts. */
export function parseAddress(text: string): Address | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const bare = url.pathname === "" || url.pathname === "/";
  if (url.protocol === "unix:" && url.hostname === "" && !bare) {
    return { kind: "unix", socketPath: decodeURIComponent(url.pathname) };
  }
  if (text.startsWith(forwarded)) return { kind: "unix", socketPath: text.slice("unix://".length) };
  if (url.protocol === "tcp:" && url.hostname !== "" && bare) {
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    return { kind: "tcp", host, port: Number(url.port || plainTcpPort) };
  }
  if (url.protocol === "ssh:" && url.hostname !== "" && url.password === "") {
    const remoteSocket = decodeURIComponent(url.pathname);
    const name = tunnelName(text);
    return { kind: "ssh", name, destination: sshDestination(url), ...(!bare && { remoteSocket }) };
  }
  return undefined;
}

/** True for an engine on this machine. Its published ports are ports of this machine. */
export function isLocal(text: string): boolean {
  return parseAddress(text)?.kind === "unix" && !text.startsWith(forwarded);
}

/** A folder below the project, so that everybody who works on a stage has the same path. */
export const tunnelFolder = ".smallboat/ssh";
const forwarded = `unix://${tunnelFolder}/`;

/** The address for the Docker provider. For an ssh host it is the socket of its tunnel. */
export function providerAddress(text: string): string {
  return parseAddress(text)?.kind === "ssh" ? `${forwarded}${tunnelName(text)}.sock` : text;
}

/**
 * The ssh address behind a tunnel's socket. Undefined if the socket's name does not contain it completely: with a path of
 * a remote socket, with IPv6, or if it is too long.
 */
export function tunnelledAddress(given: string): string | undefined {
  if (!given.startsWith(forwarded) || /-[0-9a-f]{16}\.sock$/.test(given)) return undefined;
  const name = given.slice(forwarded.length, -".sock".length);
  const [, destination, port] = /^((?:[\w.-]+@)?[a-z0-9.-]+)(?:_(\d+))?$/i.exec(name) ?? [];
  return destination && `ssh://${destination}${port ? `:${port}` : ""}`;
}

/** A short name, because the path of a socket has at most 107 bytes. It contains the address if there is room. */
function tunnelName(address: string): string {
  const name = address.replace(/^ssh:\/\//, "").replace(/[^a-z0-9@._-]/gi, "_");
  if (name.length <= 50) return name;
  return `${name.slice(0, 33)}-${createHash("sha256").update(address).digest("hex").slice(0, 16)}`;
}

function sshDestination(url: URL): string[] {
  const user = url.username === "" ? [] : ["-l", decodeURIComponent(url.username)];
  const port = url.port === "" ? [] : ["-p", url.port];
  return [...user, ...port, "--", url.hostname.replace(/^\[(.*)\]$/, "$1")];
}
