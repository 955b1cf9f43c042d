import { expect, test } from "vitest";
import { explained } from "../../../operations/explain.ts";

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
      "what it encrypted cannot be read without it: restore it",
  ],
  [
    "error: get stack secrets manager: unable to read PULUMI_CONFIG_PASSPHRASE_FILE: open /a/b: no such file or directory",
    'PULUMI_CONFIG_PASSPHRASE_FILE: expected a file with the passphrase of stage "prod", found no file /a/b; ' +
      "restore it, or export PULUMI_CONFIG_PASSPHRASE",
  ],
  ["error: something else", "error: something else"],
])("%s", (line, explanation) => {
  expect(explained(line, "prod")).toBe(explanation);
});
