import { address, bind, duration, port } from "./texts.ts";

/** Optional settings for the address of a server that the stage runs. */
export function addressFields(defaultPort: number) {
  return {
    address: address.optional().meta({
      description: "Address and port that clients dial, such as `10.0.0.60:5000`.",
      absent: "the host's address and `port`",
    }),
    port: port.default(defaultPort).describe("TCP port that the host publishes."),
    bind: bind.optional().meta({
      description: "Address of the host on which the port is published, such as `172.17.0.1`.",
      absent: "loopback if clients dial that, else all addresses",
    }),
  };
}

/** The time in which a started server must become ready. */
export const ready = duration.default("2m");
