import { z } from "zod";
import { duration, form, port, section, text } from "./texts.ts";

const user = text("a user name").default("pypiuser");

const own = section("a PyPI server of our own", {
  /** The host whose engine runs it. */
  host: text("the name of a host"),
  port: port.default(8010),
  image: text("an image reference").default("pypiserver/pypiserver:v2.4.1"),
  /** Who may download: everybody who reaches the port, or only who logs in. */
  downloads: z.enum(["anonymous", "login"], { error: "anonymous or login" }).default("anonymous"),
  ready: duration.default("2m"),
  user,
});

const external = section("a PyPI server that exists already", {
  external: form("an http(s) URL", /^https?:\/\/\S+$/),
  user,
});

/** `smallboat:pypi`: one that the program runs (`host`), or one the team has already (`external`). */
export const pypi = z.union([own, external], { error: "a PyPI server with host, or with external" });

export type PypiSettings = z.output<typeof pypi>;
export type OwnPypiSettings = z.output<typeof own>;
