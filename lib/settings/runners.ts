import { z } from "zod";
import { mapByName, section } from "./maps.ts";
import { ready } from "./server-fields.ts";
import { duration, form, image, seconds, text } from "./texts.ts";

const flag = z.boolean({ error: "true or false" });
const tag = form("a tag without blanks and commas", /^[^\s,]+$/);
const count = z
  .int({ error: "a number of jobs, at least 1" })
  .min(1, { error: "a number of jobs, at least 1" });

const aVolume =
  'a volume such as "/var/run/docker.sock:/var/run/docker.sock", "data:/data:ro" or "/certs/client"';

const runner = section("a runner", {
  host: text("the name of a host").describe("Host whose engine runs the runner and its jobs."),
  tags: z
    .array(tag, { error: "a list of tags" })
    .default([])
    .describe("Tags of the runner, such as `shared`. It takes jobs whose tags are all among them."),
  untagged: flag.default(false).describe("Also take jobs without tags."),
  scope: text("group, or the name of a project")
    .default("group")
    .describe("Whose jobs it takes: those of the whole group, or of one project."),
  protected: flag.default(false).describe("Take only jobs of protected branches and tags."),
  concurrent: count.default(2).describe("Number of jobs at a time."),
  privileged: z
    .union([flag, z.literal("auto")], { error: "true, false or auto" })
    .default(false)
    .describe(
      "Let jobs do what root may do on the machine. Docker-in-Docker needs it. `auto`: if the machine allows it.",
    ),
  image: image
    .default("gitlab/gitlab-runner:v19.4.0")
    .describe("Image of the runner. With the stand-in, the runner of the stand-in is built instead."),
  jobImage: image.default("python:3.13-slim").describe("Image for jobs that name none."),
  paused: flag.default(false).describe("Take no new jobs."),
  locked: flag.default(false).describe("Forbid other projects to use it."),
  maximumTimeout: duration
    .refine((text) => seconds(text) >= 600, { error: "a duration of 10m or more" })
    .default("1h")
    .describe("Longest time a job may take, at least `10m`."),
  volumes: z
    .array(form(aVolume, /^([\w./-]+:)?\/[\w./-]*(:r[ow])?$/), { error: "a list of volumes" })
    .default([])
    .describe(
      "Folders and volumes of the host that jobs get, such as `/var/run/docker.sock:/var/run/docker.sock`. A path alone is a volume that a job shares with its services only.",
    ),
  cache: flag.default(true).describe("Keep the caches of jobs in a volume."),
  ready: ready.describe("Time in which the runner must be online."),
}).refine(({ tags, untagged }) => tags.length > 0 || untagged, {
  path: ["tags"],
  error: "a tag, or untagged: true",
});

/** `smallboat:runners`: what runs the jobs of pipelines. */
export const runners = mapByName(
  "a map of runner names to their settings",
  "a runner's name of letters, digits, dots, dashes and underscores",
  /^[a-z0-9][a-z0-9._-]*$/i,
  runner,
)
  .default({})
  .meta({
    description: "The runners by name. They run the jobs of the pipelines.",
    examples: [
      {
        shared: { host: "10.0.0.159", tags: ["shared"] },
        containers: { host: "10.0.0.159", tags: ["containers"], privileged: true },
      },
    ],
  });

export type RunnerSettings = z.output<typeof runner>;
