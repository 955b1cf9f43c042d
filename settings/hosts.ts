import { z } from "zod";
import { form, section, text } from "./texts.ts";

const engine = form(
  "a Docker engine as unix:///path, ssh://user@address[:port] or tcp://address:port",
  /^(unix:\/\/\/\S+|ssh:\/\/(\S+@)?[^\s/@]+|tcp:\/\/[^\s/@]+:\d+)$/,
);

/** `smallboat:hosts`: the Docker engines, by the folder name below `stacks/`. */
export const hosts = z
  .record(
    z.string(),
    section("a host", {
      engine,
      /** Folder with ca.pem, cert.pem and key.pem, for `tcp://` with TLS. */
      certPath: text("a folder with ca.pem, cert.pem and key.pem").optional(),
    }),
    { error: "a map of host names to their engines" },
  )
  .refine((map) => Object.keys(map).length > 0, { error: "at least one host" });

export type HostSettings = z.output<typeof hosts>[string];

/** The address under which other machines reach a host: loopback for this machine's own engine. */
export function hostAddress(engine: string): string {
  return engine.startsWith("unix:") ? "127.0.0.1" : new URL(engine.replace(/^(ssh|tcp):/, "http:")).hostname;
}
