import { z } from "zod";
import { credentials } from "../servers/credentials.ts";
import { section } from "./maps.ts";
import { ready } from "./server-fields.ts";
import { form, port, text } from "./texts.ts";

/** Top-level paths that GitLab reserves. */
const reserved = new Set(
  "- .well-known 404.html 422.html 500.html 502.html 503.html admin api apple-touch-icon.png assets dashboard deploy.html explore favicon.ico favicon.png files groups health_check help import jwt login oauth profile projects public robots.txt s search sitemap sitemap.xml sitemap.xml.gz slash-command-logo.png snippets unsubscribes uploads users v2".split(
    " ",
  ),
);

const pathForm = "a path of letters, digits, dots, dashes and underscores, as GitLab takes it";

/** Letters and digits with single dots, dashes or underscores between them, without `.git` or `.atom` at the end. */
export const pathPattern = /^(?!.*\.(git|atom)$)[a-z0-9]+([._-][a-z0-9]+)*$/i;

export const visibility = z
  .enum(["private", "internal", "public"], { error: "private, internal or public" })
  .default("private")
  .describe("Who may see it.");

const group = section("the stage's group", {
  path: form(pathForm, pathPattern)
    .refine((path) => !reserved.has(path.toLowerCase()), {
      error: "a path that GitLab does not reserve",
    })
    .optional()
    .meta({ description: "Path of the group in GitLab.", absent: "`smallboat-<stage>`" }),
  name: text("a group's name").optional().meta({ description: "Name that people see.", absent: "the path" }),
  description: z
    .string({ error: "a text" })
    .default("Made by smallboat")
    .describe("Text on the group's page."),
  visibility,
  parentId: z
    .int({ error: "the number of a group" })
    .positive({ error: "the number of a group" })
    .optional()
    .meta({ description: "Number of the group above it.", absent: "a group at the top" }),
})
  .prefault({})
  .describe("The group that holds the stage's projects.");

const standin = section("the stand-in", {
  standin: z.literal(true, { error: "true" }).describe("Run the stand-in."),
  host: text("the name of a host").describe("Host whose engine runs the stand-in."),
  port: port.default(8929).describe("TCP port on loopback of that host."),
  ready: ready.describe("Time in which the stand-in must become healthy."),
  group,
}).meta({
  description: "The stand-in for GitLab, for development and tests on one machine.",
  examples: [{ standin: true, host: "Local" }],
});

const real = section("a GitLab that exists already", {
  url: form("an http(s) URL without a login", /^https?:\/\/[^\s/@]+(\/\S*)?$/)
    .refine((url) => URL.canParse(url), { error: "an http(s) URL with a host and a port from 1 to 65535" })
    .describe(
      `Address of GitLab, such as \`https://gitlab.example.com\`. The token is the secret \`${credentials.gitlab.password}\`.`,
    ),
  ca: text("a file of PEM certificates").optional().meta({
    description: "Certificates to trust, by a path from Pulumi.yaml, such as `certs/gitlab-ca.pem`.",
    absent: "public authorities",
  }),
  group,
}).meta({
  description: "The GitLab that the team has.",
  examples: [{ url: "https://gitlab.example.com", group: { path: "team", parentId: 42 } }],
});

/** `smallboat:gitlab`: the stand-in that the program runs, or the GitLab that the team has already. */
export const gitlab = z
  .union([standin, real], { error: "a GitLab with url, or with standin and host" })
  .meta({
    description: "GitLab: the one that the team has, or the stand-in. Projects and runners need it.",
    absent: "none",
  });

export type GitLabSettings = z.output<typeof gitlab>;
export type StandinSettings = z.output<typeof standin>;
