import { expect, test } from "vitest";
import { explainedLine } from "../../../cli/stage/pulumi-messages.ts";

test.each([
  [
    "error: could not create secrets manager for new stack: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or " +
      "PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
    'PULUMI_CONFIG_PASSPHRASE: expected the passphrase of stage "prod", found none; ' +
      "export it, or set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it",
  ],
  [
    "error: getting stack configuration: get stack secrets manager: incorrect passphrase",
    'PULUMI_CONFIG_PASSPHRASE: expected the passphrase with which stage "prod" was made, found another one; ' +
      "restore it: without it the stage's secrets cannot be read",
  ],
  [
    "error: get stack secrets manager: unable to read PULUMI_CONFIG_PASSPHRASE_FILE: open /a/b: no such file or directory",
    'PULUMI_CONFIG_PASSPHRASE_FILE: expected a file with the passphrase of stage "prod", found no file /a/b; ' +
      "restore it, or export PULUMI_CONFIG_PASSPHRASE",
  ],
  [
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock " +
      "file with `pulumi cancel`.",
    "stage prod: expected no other run, found 1 in the lines below; wait for its end; if it was killed, remove its " +
      "lock with: pulumi cancel prod",
  ],
  [
    "error: no stack named 'prod' found",
    'stage prod: expected a stage that was brought up, found none yet; "make up STAGE=prod" brings it up',
  ],
  ["error: something else", "error: something else"],
])("%s", (line, explanation) => {
  expect(explainedLine(line, "prod")).toBe(explanation);
});
