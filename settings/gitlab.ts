import { z } from "zod";
import { section } from "./maps.ts";
import { duration, form, port, text } from "./texts.ts";

/** Paths at the top that GitLab keeps to itself. */
const reserved = new Set(
  "- .well-known 404.html 422.html 500.html 502.html 503.html admin api apple-touch-icon.png assets dashboard deploy.html explore favicon.ico favicon.png files groups health_check help import jwt login oauth profile projects public robots.txt s search sitemap sitemap.xml sitemap.xml.gz slash-command-logo.png snippets unsubscribes uploads users v2".split(
    " ",
  ),
);

const pathForm = "a path of letters, digits, dots, dashes and underscores, as GitLab takes it";

/** Single dots, dashes, underscores between letters and digits; neither `.git` nor `.atom` at the end. */
export const pathPattern = /^(?!.*\.(git|atom)$)[a-z0-9]+([._-][a-z0-9]+)*$/i;

export const visibility = z
  .enum(["private", "internal", "public"], { error: "private, internal or public" })
  .default("private");

const group = section("the stage's group", {
  /** Default: `smallboat-<stage>`. */
  path: form(pathForm, pathPattern)
    .refine((path) => !reserved.has(path.toLowerCase()), {
      error: "a path that GitLab does not keep to itself",
    })
    .optional(),
  /** What people see; default: the path. */
  name: text("a group's name").optional(),
  description: z.string({ error: "a text" }).default("Made by smallboat"),
  visibility,
  /** Number of the group above; default: none. */
  parentId: z.int({ error: "the number of a group" }).positive({ error: "the number of a group" }).optional(),
}).prefault({});

const standin = section("the stand-in", {
  /** A GitLab for development and tests on one machine. */
  standin: z.literal(true, { error: "true" }),
  /** The host whose engine runs it. */
  host: text("the name of a host"),
  port: port.default(8929),
  /** How long it may take to answer its healthcheck. */
  ready: duration.default("2m"),
  group,
});

const real = section("a GitLab that exists already", {
  url: form("an http(s) URL without a login", /^https?:\/\/[^\s/@]+(\/\S*)?$/).refine(
    (url) => URL.canParse(url),
    { error: "an http(s) URL with a host and a port from 1 to 65535" },
  ),
  /** File of PEM certificates to trust, where GitLab's is not signed by a public authority. */
  ca: text("a file of PEM certificates").optional(),
  group,
});

/** `smallboat:gitlab`: the stand-in that the program runs, or the GitLab that the team has. */
export const gitlab = z.union([standin, real], { error: "a GitLab with url, or with standin and host" });

export type GitLabSettings = z.output<typeof gitlab>;
export type StandinSettings = z.output<typeof standin>;
