import { expect, test } from "vitest";
import { ciMessages } from "../../../../standin/gitlab/pipelines/evaluate/messages.ts";

test.each([
  [
    "Invalid .gitlab-ci.yml configuration!\n\t• 'scirpt' property is not expected to be here at build [#/additionalProperties]\n",
    ["jobs:build config contains unknown keys: scirpt"],
  ],
  [
    "parsing and downloads finished in 9 ms.\nneeds: [b] for a could not be found\n",
    ["a job: undefined need: b"],
  ],
  ["Local include file cannot be found ci/x.yml", ["Local file `ci/x.yml` does not exist!"]],
  ["", ["Invalid configuration format"]],
  [
    "TypeError: Cannot create property 'x' on number '5'\n    at run (index.js:1:1)",
    ["Invalid configuration format"],
  ],
  [
    "a script contains non string value",
    ["jobs:a:script config should be a string or a nested array of strings up to 10 levels deep"],
  ],
  [
    "\t• property 'when' must be equal to one of the allowed values at a [#/x]",
    ["jobs:a config must be equal to one of the allowed values"],
  ],
])("%j", (output, expected) => {
  expect(ciMessages(output)).toEqual(expected);
});
