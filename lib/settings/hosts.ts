import { z } from "zod";
import { isLocal, parseAddress } from "../docker/address.ts";
import { mapByName, section } from "./maps.ts";
import { text } from "./texts.ts";

const engineForms =
  "a Docker engine as unix:///path, ssh://[user@]address[:port][/socket] or tcp://address:port";

const engine = z.string({ error: engineForms }).refine(isEngine, { error: engineForms });

/** The Docker provider has no default port and no login for tcp. The socket of our own tunnel is not accepted. */
function isEngine(address: string): boolean {
  const kind = parseAddress(address)?.kind;
  if (kind === "unix") return isLocal(address);
  return kind === "tcp" ? /^tcp:\/\/[^@]+:\d+\/?$/.test(address) : kind !== undefined;
}

/** `smallboat:hosts`: the Docker engines, by the names of the folders below `stacks/`. */
export const hosts = mapByName(
  "a map of host names to their engines",
  "a host's name of letters, digits, dots and dashes",
  /^[a-z0-9][a-z0-9._-]*$/i,
  section("a host", {
    engine: engine.describe("Address of the Docker engine, such as `ssh://deploy@10.0.0.60`."),
    certPath: text("a folder with ca.pem, cert.pem and key.pem").optional().meta({
      description: "Client certificates for an engine with `tcp://`, such as `certs/build`.",
      absent: "no TLS",
    }),
  }),
).meta({
  description:
    "The Docker engines by name. The name is that of the folder below `stacks/`. Several hosts may share one engine.",
  examples: [
    {
      Local: { engine: "unix:///var/run/docker.sock" },
      "10.0.0.60": { engine: "ssh://deploy@10.0.0.60" },
      build: { engine: "tcp://10.0.0.70:2376", certPath: "certs/build" },
    },
  ],
});

export type HostSettings = z.output<typeof hosts>[string];

/** The address by which clients reach a host. For this machine's own engine it is loopback. */
export function hostAddress(engine: string): string {
  return isLocal(engine) ? "127.0.0.1" : new URL(engine).hostname;
}
