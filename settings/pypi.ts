import { z } from "zod";
import { section } from "./maps.ts";
import { address, bind, duration, form, port, text, user } from "./texts.ts";

const login = user.default("pypiuser");

const own = section("a PyPI server of our own", {
  /** The host whose engine runs it. */
  host: text("the name of a host"),
  /** What clients dial; by default the host's address and the port. */
  address: address.optional(),
  port: port.default(8010),
  /** Where the port is published; by default on loopback where clients dial that, else on all addresses. */
  bind: bind.optional(),
  image: text("an image reference").default("pypiserver/pypiserver:v2.4.1"),
  /** Who may download: everybody who reaches the port, or only who logs in. */
  downloads: z.enum(["anonymous", "login"], { error: "anonymous or login" }).default("anonymous"),
  ready: duration.default("2m"),
  user: login,
});

const external = section("a PyPI server that exists already", {
  external: form("an http(s) URL without a login", /^https?:\/\/[^\s/@]+(\/\S*)?$/).refine(
    (text) => URL.canParse(text),
    { error: "an http(s) URL with a host and a port from 1 to 65535" },
  ),
  user: login,
});

/** `smallboat:pypi`: one that the program runs (`host`), or one the team has already (`external`). */
export const pypi = z.union([own, external], { error: "a PyPI server with host, or with external" });

export type PypiSettings = z.output<typeof pypi>;
export type OwnPypiSettings = z.output<typeof own>;
