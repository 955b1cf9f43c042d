import { z } from "zod";
import { section } from "./maps.ts";
import { form } from "./texts.ts";

const webhook = section("a webhook", {
  url: form("an http(s) URL without a login", /^https?:\/\/[^\s/@]+(\/\S*)?$/)
    .refine((url) => URL.canParse(url), { error: "an http(s) URL with a host and a port from 1 to 65535" })
    .meta({
      description:
        "Address that gets the messages, encrypted: who knows it may write there. `pulumi config set --secret --path 'smallboat:notify[0].url'` asks for it.",
    }),
  format: z
    .enum(["json", "slack", "ntfy"], { error: "json, slack or ntfy" })
    .default("json")
    .describe(
      "`json` is the whole report as `make drift` prints it with `--json`. `slack` is for Slack, Mattermost and others that take its messages, `ntfy` for the address of a topic.",
    ),
});

/** `smallboat:notify`: the webhooks that are told of drift, in addition to the stage's issue. */
export const notify = z
  .array(webhook, { error: "a list of webhooks" })
  .default([])
  .meta({
    description:
      "Webhooks that `make drift TELL=1` calls: when something new differs or does not answer, once a day while it does, and when nothing is left.",
    examples: [[{ url: "https://hooks.example.com/T0/B0/x", format: "slack" }]],
  });

export type WebhookSettings = z.output<typeof webhook>;
