import { z } from "zod";
import { credentials } from "../servers/credentials.ts";
import { section } from "./maps.ts";
import { addressFields, ready } from "./server-fields.ts";
import { form, image, text, user } from "./texts.ts";

const url = form("an http(s) URL without a login", /^https?:\/\/[^\s/@]+(\/\S*)?$/).refine(
  (text) => URL.canParse(text),
  { error: "an http(s) URL with a host and a port from 1 to 65535" },
);

const shared = {
  user: user
    .default("pypiuser")
    .describe(`Name for the login. The password is the secret \`${credentials.pypi.password}\`.`),
  index: url.optional().meta({
    description:
      "Index that [`make outdated`](outdated.md) asks for packages that this server does not have, such as `https://pypi.example.com/simple`.",
    absent: "pip's own configuration on this machine, else PyPI",
  }),
};

const own = section("a PyPI server of our own", {
  host: text("the name of a host").describe("Host whose engine runs the server."),
  ...addressFields(8010),
  image: image.default("pypiserver/pypiserver:v2.4.1").describe("Image of the server itself."),
  downloads: z
    .enum(["anonymous", "login"], { error: "anonymous or login" })
    .default("anonymous")
    .describe("Who may download: everybody who reaches the port, or only who logs in."),
  ready: ready.describe("Time in which the server must become healthy."),
  ...shared,
}).meta({
  description: "A PyPI server that the stage runs.",
  examples: [{ host: "Local", downloads: "login" }],
});

const external = section("a PyPI server that exists already", {
  external: url.describe("Address of the server, such as `https://pypi.example.com`."),
  ...shared,
}).meta({
  description: "A PyPI server that the team has already.",
  examples: [{ external: "https://pypi.example.com", user: "ci" }],
});

/** `smallboat:pypi`: one that the program runs (`host`), or one the team has already (`external`). */
export const pypi = z.union([own, external], { error: "a PyPI server with host, or with external" }).meta({
  description: "The PyPI server: one that the stage runs, or one that the team has already.",
  absent: "none",
});

export type PypiSettings = z.output<typeof pypi>;
export type OwnPypiSettings = z.output<typeof own>;
