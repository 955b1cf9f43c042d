/** Where a Docker engine listens, as its address says it. */
export type Address =
  | { readonly kind: "unix"; readonly socketPath: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "ssh"; readonly destination: readonly string[] };

/** The forms that `parseAddress` reads, for messages. */
export const addressForms = "unix:///path, tcp://host:port or ssh://[user@]host[:port]";

const plainTcpPort = 2375;

/** Reads an engine address in one of the `addressForms`; anything else is undefined. */
export function parseAddress(text: string): Address | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const bare = url.pathname === "" || url.pathname === "/";
  if (url.protocol === "unix:" && url.hostname === "" && !bare) {
    return { kind: "unix", socketPath: decodeURIComponent(url.pathname) };
  }
  if (url.protocol === "tcp:" && url.hostname !== "" && bare) {
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    return { kind: "tcp", host, port: Number(url.port || plainTcpPort) };
  }
  if (url.protocol === "ssh:" && url.hostname !== "" && url.password === "" && bare) {
    return { kind: "ssh", destination: sshDestination(url) };
  }
  return undefined;
}

/** True for an engine whose published ports are ports of this machine. */
export function isLocal(text: string): boolean {
  return parseAddress(text)?.kind === "unix";
}

function sshDestination(url: URL): string[] {
  const user = url.username === "" ? [] : ["-l", decodeURIComponent(url.username)];
  const port = url.port === "" ? [] : ["-p", url.port];
  return [...user, ...port, "--", url.hostname.replace(/^\[(.*)\]$/, "$1")];
}
