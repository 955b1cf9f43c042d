import { z } from "zod";
import { named, section } from "./maps.ts";
import { duration, form, seconds, text } from "./texts.ts";

const flag = z.boolean({ error: "true or false" });
const tag = form("a tag without blanks and commas", /^[^\s,]+$/);
const count = z
  .int({ error: "a number of jobs, at least 1" })
  .min(1, { error: "a number of jobs, at least 1" });

const aVolume = 'a volume such as "/var/run/docker.sock:/var/run/docker.sock" or "data:/data:ro"';

const runner = section("a runner", {
  /** The host whose engine runs it and its jobs. */
  host: text("the name of a host"),
  /** Jobs that ask for these, or for some of them. */
  tags: z.array(tag, { error: "a list of tags" }).default([]),
  /** Jobs that ask for none, too. */
  untagged: flag.default(false),
  /** Whose jobs: those of the whole group, or of one project. */
  scope: text("group, or the name of a project").default("group"),
  /** Only jobs of protected branches and tags. */
  protected: flag.default(false),
  /** Jobs at a time. */
  concurrent: count.default(2),
  /** Jobs may do to the machine what root may, as docker-in-docker needs; auto: where the machine allows that. */
  privileged: z.union([flag, z.literal("auto")], { error: "true, false or auto" }).default(false),
  /** The runner's own image; the stand-in's runner is built instead. */
  image: text("an image reference").default("gitlab/gitlab-runner:v19.4.0"),
  /** For jobs that name no image. */
  jobImage: text("an image reference").default("python:3.13-slim"),
  paused: flag.default(false),
  /** Not to be lent to other projects. */
  locked: flag.default(false),
  maximumTimeout: duration
    .refine((text) => seconds(text) >= 600, { error: "a duration of 10m or more" })
    .default("1h"),
  /** What else jobs and their services get of the host: a folder or a volume, and where they find it. */
  volumes: z
    .array(form(aVolume, /^[\w./-]+:\/[\w./-]*(:r[ow])?$/), { error: "a list of volumes" })
    .default([]),
  /** Jobs keep their caches in a volume. */
  cache: flag.default(true),
  /** How long it may take to be online. */
  ready: duration.default("2m"),
}).refine(({ tags, untagged }) => tags.length > 0 || untagged, {
  path: ["tags"],
  error: "a tag, or untagged: true",
});

/** `smallboat:runners`: what runs the jobs of pipelines. */
export const runners = named(
  "a map of runner names to their settings",
  "a runner's name of letters, digits, dots, dashes and underscores",
  /^[a-z0-9][a-z0-9._-]*$/i,
  runner,
).default({});

export type RunnerSettings = z.output<typeof runner>;
