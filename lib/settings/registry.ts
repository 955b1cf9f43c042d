import { z } from "zod";
import { credentials } from "../servers/credentials.ts";
import { section } from "./maps.ts";
import { retention } from "./retention.ts";
import { addressFields, ready } from "./server-fields.ts";
import { address, form, image, text, user } from "./texts.ts";

const prefix = form(
  'a repository prefix in lower case such as "docker-local"',
  /^[a-z0-9]+([._/-][a-z0-9]+)*$/,
);

const pem = (what: string, kind: string) => form(what, new RegExp(`^\\s*-----BEGIN ([A-Z]+ )?${kind}-----`));

const tls = z.union(
  [
    z.enum(["off", "self-signed"]),
    section("a certificate", {
      certificate: pem("a PEM certificate, the chain included", "CERTIFICATE").describe(
        "The registry's certificate.",
      ),
      key: pem("a PEM private key, as a secret", "PRIVATE KEY").describe("Its private key."),
      ca: pem("the PEM certificate of the authority that signed it", "CERTIFICATE").optional().meta({
        description: "The authority that clients and hosts have to trust.",
        absent: "a public authority",
      }),
    }),
  ],
  { error: "off, self-signed, or an object with certificate and key" },
);

const login = {
  prefix: prefix.default("docker-local").describe("Path of the registry below which all repositories are."),
  user: user
    .default("repouser")
    .describe(`Name for the login. The password is the secret \`${credentials.registry.password}\`.`),
  retention,
};

const copies = z
  .array(image, { error: "a list of image references" })
  .refine((images) => new Set(images).size === images.length, { error: "image references, each one once" });

const own = section("a registry of our own", {
  host: text("the name of a host").describe("Host whose engine runs the registry."),
  ...addressFields(5000),
  image: image.default("registry:3").describe("Image of the registry itself."),
  tls: tls
    .default("off")
    .describe(
      "Whether the registry speaks HTTPS. Hosts get the authority of a `self-signed` or given certificate.",
    ),
  ready: ready.describe("Time in which the registry must become healthy."),
  copies: copies
    .default([])
    .describe(
      "Images to copy into the registry, as bases for builds in CI, such as `python:3.13-slim`. They keep their names below the prefix.",
    ),
  ...login,
}).meta({
  description: "A registry that the stage runs.",
  examples: [{ host: "Local", tls: "self-signed", copies: ["python:3.13-slim"] }],
});

const external = section("a registry that exists already", {
  external: address.describe("Address of the registry, such as `harbor.example.com`."),
  ...login,
}).meta({
  description: "A registry that the team has already.",
  examples: [{ external: "harbor.example.com", prefix: "team" }],
});

/** `smallboat:registry`: one that the program runs (`host`), or one the team has already (`external`). */
export const registry = z.union([own, external], { error: "a registry with host, or with external" }).meta({
  description: "The container registry: one that the stage runs, or one that the team has already.",
  absent: "none",
});

export type RegistrySettings = z.output<typeof registry>;
export type OwnRegistrySettings = z.output<typeof own>;
