import { z } from "zod";
import { section } from "./maps.ts";
import { address, bind, duration, form, port, text, user } from "./texts.ts";

const prefix = form(
  'a repository prefix in lower case such as "docker-local"',
  /^[a-z0-9]+([._/-][a-z0-9]+)*$/,
);

const pem = (what: string, kind: string) => form(what, new RegExp(`^\\s*-----BEGIN ([A-Z]+ )?${kind}-----`));

const tls = z.union(
  [
    z.enum(["off", "self-signed"]),
    section("a certificate", {
      certificate: pem("a PEM certificate, the chain included", "CERTIFICATE"),
      key: pem("a PEM private key, as a secret", "PRIVATE KEY"),
      ca: pem("the PEM certificate of the authority that signed it", "CERTIFICATE").optional(),
    }),
  ],
  { error: "off, self-signed, or an object with certificate and key" },
);

const login = {
  /** Repositories live below this path of the registry. */
  prefix: prefix.default("docker-local"),
  user: user.default("repouser"),
};

const copies = z
  .array(text("an image reference"), { error: "a list of image references" })
  .refine((images) => new Set(images).size === images.length, { error: "image references, each one once" });

const own = section("a registry of our own", {
  /** The host whose engine runs it. */
  host: text("the name of a host"),
  /** What clients dial; by default the host's address and the port. */
  address: address.optional(),
  port: port.default(5000),
  /** Where the port is published; by default on loopback where clients dial that, else on all addresses. */
  bind: bind.optional(),
  image: text("an image reference").default("registry:3"),
  tls: tls.default("off"),
  /** How long it may take to answer its healthcheck. */
  ready: duration.default("2m"),
  /** Images that it carries copies of, under the same names below the prefix: bases for builds in CI. */
  copies: copies.default([]),
  ...login,
});

const external = section("a registry that exists already", { external: address, ...login });

/** `smallboat:registry`: one that the program runs (`host`), or one the team has already (`external`). */
export const registry = z.union([own, external], {
  error: "a registry with host, or with external",
});

export type RegistrySettings = z.output<typeof registry>;
export type OwnRegistrySettings = z.output<typeof own>;
