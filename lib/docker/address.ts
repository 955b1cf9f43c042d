import { createHash } from "node:crypto";

/** Where a Docker engine listens, as its address says it. */
export type Address =
  | { readonly kind: "unix"; readonly socketPath: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | {
      readonly kind: "ssh";
      /** Of what belongs to its tunnel. */
      readonly name: string;
      /** What `ssh` takes. */
      readonly destination: readonly string[];
      /** Path of the engine's socket there; nothing: where that user's docker command looks. */
      readonly remoteSocket?: string;
    };

/** The forms that `parseAddress` reads, for messages. */
export const addressForms = "unix:///path, tcp://host:port or ssh://[user@]host[:port][/socket]";

const plainTcpPort = 2375;

/** Reads an engine address in one of the `addressForms`; anything else is undefined. */
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

/** True for an engine whose published ports are ports of this machine. */
export function isLocal(text: string): boolean {
  return parseAddress(text)?.kind === "unix" && !text.startsWith(forwarded);
}

/** Below the project, so that it is the same for everybody who works on a stage. */
export const tunnelFolder = ".smallboat/ssh";
const forwarded = `unix://${tunnelFolder}/`;

/** The address that the Docker provider gets: of an ssh host the socket that `tunnel.ts` forwards. */
export function providerAddress(text: string): string {
  return parseAddress(text)?.kind === "ssh" ? `${forwarded}${tunnelName(text)}.sock` : text;
}

/**
 * The address behind what the provider got, where that is the socket of a tunnel and its name still says it all: no
 * path of a remote socket, no IPv6, and not too long.
 */
export function tunnelledAddress(given: string): string | undefined {
  if (!given.startsWith(forwarded) || /-[0-9a-f]{16}\.sock$/.test(given)) return undefined;
  const name = given.slice(forwarded.length, -".sock".length);
  const [, destination, port] = /^((?:[\w.-]+@)?[a-z0-9.-]+)(?:_(\d+))?$/i.exec(name) ?? [];
  return destination && `ssh://${destination}${port ? `:${port}` : ""}`;
}

/** Short, for the path of a socket has at most 107 bytes, and readable where the address is. */
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
