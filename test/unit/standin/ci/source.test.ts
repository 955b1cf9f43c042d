import { expect, test } from "vitest";
import { texts } from "../../../../dev/gitlab/pipelines/config/file.ts";
import { type Given, resolved } from "./place.ts";

const job = "a: {script: [x]}";

test("YAML as Ruby reads it", async () => {
  const yaml = `
a:
  script: [x]
  allow_failure: yes
  interruptible: off
  variables: {MODE: 0755, VERSION: 1.10, WHOLE: 1.0, BIG: 12345678901234567890, DAY: 2024-01-02, Y: y, S: "on"}
  __proto__: {polluted: true}
a: &a
  script: [last]
  variables: &v {MODE: 0755, VERSION: 1.10, WHOLE: 1.0, BIG: 12345678901234567890, DAY: 2024-01-02, Y: y, S: on}
b: {<<: *a, variables: {<<: *v, Y: n}}
`;
  const file = (await resolved(yaml)) as Record<string, { variables: object }>;
  expect(file).toMatchObject({ a: { script: ["last"] }, b: { script: ["last"] } });
  expect(texts(file.b?.variables)).toEqual({
    ...{ MODE: "493", VERSION: "1.1", WHOLE: "1.0", BIG: "12345678901234567890" },
    ...{ DAY: "2024-01-02", Y: "n", S: "true" },
  });
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test.each<[string, unknown]>([
  ["a: {allow_failure: yes, interruptible: No}", { a: { allow_failure: true, interruptible: false } }],
  ["a: {allow_failure: y}", { a: { allow_failure: "y" } }],
  [":a:\n  :script: echo 1", { a: { script: "echo 1" } }],
  ["a: {script: [': x', ':', 'a:b']}", { a: { script: [": x", ":", "a:b"] } }],
  ["", ["Please provide content of .gitlab-ci.yml"]],
  ["- a", ["Invalid configuration format"]],
  ["just a text", ["Invalid configuration format"]],
  ["a: [1, 2", [expect.stringMatching(/^\(<unknown>\): .+ at line 1 column \d+$/)]],
  ["a: *nowhere", [expect.stringMatching(/^\(<unknown>\): .+ at line 1 column \d+$/)]],
  ["a: !unknown x", [expect.stringMatching(/^\(<unknown>\): /)]],
  ["a: 1\n---\nb: 1\n---\nc: 1", ["The parsed YAML has too many documents"]],
])("%j is %j", async (yaml, expected) => {
  expect(await resolved(yaml)).toEqual(expected);
});

test.each([
  ["1 MB", `a: {script: ["${"x".repeat(1_000_000)}"]}`],
  ["100 levels of lists", `a: ${"[".repeat(100)}${"]".repeat(100)}`],
  ["100 levels of hashes", `a: ${"{a: ".repeat(100)}1${"}".repeat(100)}`],
  ["20,000 levels", "[".repeat(20_000)],
  ["5,000 levels of dashes", `${"- ".repeat(5000)}x`],
  [
    "a billion values by alias",
    [..."abcdefghij"]
      .map((name, at, all) => `${name}: &${name} [${Array(10).fill(at === 0 ? "x" : `*${all[at - 1]}`)}]`)
      .join("\n"),
  ],
])("too big a configuration is refused within 2 seconds: %s", async (_, yaml) => {
  const start = performance.now();
  expect(await resolved(yaml)).toEqual(["The parsed YAML is too big"]);
  expect(performance.now() - start).toBeLessThan(2000);
});

test("extends: later bases over earlier ones, the entry over all, lists as a whole", async () => {
  const yaml = `
.a: {tags: [a], variables: {A: 1, B: 1}, image: one}
.b: {extends: .a, variables: {B: 2}}
.c: {script: [c], image: {name: two}}
job: {extends: [.b, .c], variables: {C: 3}, tags: [z]}
`;
  expect(await resolved(yaml)).toMatchObject({
    job: { tags: ["z"], variables: { A: 1, B: 2, C: 3 }, image: { name: "two" }, script: ["c"] },
  });
});

test.each<[string, string]>([
  ["a: {extends: .no, script: [x]}", "a: unknown keys in `extends` (.no)"],
  ["a: {extends: constructor, script: [x]}", "a: unknown keys in `extends` (constructor)"],
  [".t: 5\na: {extends: .t, script: [x]}", "a: invalid base hashes in `extends` (.t)"],
  [".a: {extends: .b}\n.b: {extends: .a}", ".a: circular dependency detected in `extends`"],
  [
    Array.from({ length: 14 }, (_, at) => `.t${at}: {extends: .t${at + 1}}`)
      .join("\n")
      .concat("\n.t14: {script: [x]}"),
    ".t11: nesting too deep in `extends`",
  ],
  ["a: {script: !reference [.no, script]}", '!reference [".no", "script"] could not be found'],
  ["a: {script: !reference [toString, name]}", '!reference ["toString", "name"] could not be found'],
  [
    "a: {script: [!reference [b, script]]}\nb: {script: [!reference [a, script]]}",
    '!reference ["b", "script"] is part of a circular chain',
  ],
  [
    `a: {script: ${"[".repeat(12)}x${"]".repeat(12)}}`,
    "jobs:a:script config should be a string or a nested array of strings up to 10 levels deep",
  ],
])("%s: %s", async (yaml, message) => {
  expect(await resolved(yaml)).toEqual([message]);
});

test("references are replaced by values, and lists of lists become flat", async () => {
  const yaml = `
.setup: {script: [one, two], rules: [{if: $A}], variables: {URL: x}}
a:
  script: [!reference [.setup, script], three]
  rules: [!reference [.setup, rules], {if: $B}]
  variables: {URL: !reference [.setup, variables, URL]}
`;
  expect(await resolved(yaml)).toMatchObject({
    a: { script: ["one", "two", "three"], rules: [{ if: "$A" }, { if: "$B" }], variables: { URL: "x" } },
  });
});

test("includes: their rules, wildcards, other projects, and what they include", async () => {
  const given: Given = {
    values: { CI_PIPELINE_SOURCE: "push", FOLDER: "ci", CI_SERVER_FQDN: "gitlab.test" },
    commit: {
      files: {
        "ci/one.yml": "one: {script: [1], image: a}",
        "ci/two.yaml": "two: {script: [2]}",
        "ci/deep/three.yml": "three: {script: [3]}",
        "never.yml": "never: {script: [x]}",
        Dockerfile: "",
      },
      projects: {
        "g/other": {
          files: {
            "main.yml": "include: {local: below.yml}\nfour: {script: [4]}",
            "below.yml": "five: {script: [5]}",
          },
          tags: ["1.0.0", "1.2.0", "v0.9.0", "next"],
        },
        "g/other@1.2.0": {
          files: {
            "templates/part/template.yml":
              "spec: {inputs: {name: {default: p}, count: {type: number, default: 2}}}\n---\n'$[[ inputs.name ]]-job': {script: ['echo $[[ inputs.name ]]'], parallel: '$[[ inputs.count ]]'}",
          },
        },
      },
    },
  };
  const yaml = `
include:
  - local: /$FOLDER/*.yml
  - ci/two.yaml
  - {local: never.yml, rules: [{if: $CI_PIPELINE_SOURCE == "web"}]}
  - {local: never.yml, rules: [{if: $CI_PIPELINE_SOURCE == "push", when: never}, {if: $CI_PIPELINE_SOURCE}]}
  - {local: ci/deep/three.yml, rules: [{exists: [Dockerfile]}]}
  - {project: G/other, file: [main.yml]}
  - {component: $CI_SERVER_FQDN/g/other/part@~latest, inputs: {name: q}}
one: {image: b}
`;
  expect(await resolved(yaml, given)).toEqual({
    one: { script: [1], image: "b" },
    two: { script: [2] },
    three: { script: [3] },
    four: { script: [4] },
    five: { script: [5] },
    "q-job": { script: ["echo q"], parallel: 2 },
  });
});

test.each<[string, string]>([
  ["include: no.yml", "Local file `no.yml` does not exist!"],
  ["include: empty.yml", "Local file `empty.yml` is empty!"],
  ["include: README.md", "Included file `README.md` does not have YAML extension!"],
  ["include: broken.yml", "`broken.yml`: Invalid configuration format"],
  [
    "include: {project: g/secret, file: a.yml}",
    "Project `g/secret` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.",
  ],
  ["include: {project: g/p, ref: v9, file: a.yml}", "Project `g/p` reference `v9` does not exist!"],
  ["include: {project: g/p, file: b.yml}", "Project `g/p` file `b.yml` does not exist!"],
  [
    "include: {project: 'x; touch /tmp/y', file: a.yml}",
    "Project `x; touch /tmp/y` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.",
  ],
  [
    "include: {locale: a.yml}",
    '{"locale":"a.yml"} does not have a valid subkey for include. Valid subkeys are: `local`, `project`, `remote`, `template`, `component`, `artifact`',
  ],
  [
    "include: {remote: 'file:///etc/passwd.yml'}",
    "Remote file `file:///etc/passwd.yml` does not have a valid address!",
  ],
  ["include: loop.yml", "Maximum of 150 nested includes are allowed!"],
  ["include: {local: a.yml, rules: [{if: '$A ? 1 : 0'}]}", "include:rules:rule if invalid expression syntax"],
  ["include: inputs.yml", "`inputs.yml`: `name` input: required value has not been provided"],
  [
    "include: {local: inputs.yml, inputs: {name: 1}}",
    "`inputs.yml`: `name` input: provided value is not a string",
  ],
  ["include: {local: inputs.yml, inputs: {name: x, b: 1}}", "`inputs.yml`: unknown input arguments: b"],
])("%s: %s", async (include, message) => {
  const files = {
    "a.yml": job,
    "empty.yml": " \n",
    "README.md": "x",
    "broken.yml": "- x",
    "loop.yml": "include: loop.yml",
    "inputs.yml": "spec: {inputs: {name: }}\n---\nb: {script: ['$[[ inputs.name ]]']}",
  };
  const commit = { files, projects: { "g/p": { files: { "a.yml": job } } } };
  expect(await resolved(`${include}\n${job}`, { commit })).toEqual([message]);
});

test("inputs of the pipeline: types, options, patterns and functions", async () => {
  const yaml = `
spec:
  inputs:
    stage: {default: test, options: [test, deploy]}
    flag: {type: boolean, default: false}
    list: {type: array, default: [a, b]}
    version: {regex: ^v\\d+$, default: v1}
---
a:
  stage: $[[ inputs.stage ]]
  interruptible: $[[ inputs.flag ]]
  script: $[[ inputs.list ]]
  variables: {V: "is $[[ inputs.version | truncate(1,3) ]] of $[[ inputs.stage ]]"}
`;
  expect(await resolved(yaml, { inputs: { stage: "deploy", flag: true, version: "v12" } })).toEqual({
    a: { stage: "deploy", interruptible: true, script: ["a", "b"], variables: { V: "is 12 of deploy" } },
  });
  expect(await resolved(yaml, { inputs: { stage: "x", flag: "yes", version: "w" } })).toEqual([
    "`stage` input: `x` cannot be used because it is not in the list of allowed options, " +
      "`flag` input: provided value is not a boolean, " +
      "`version` input: provided value does not match required RegEx pattern",
  ]);
  expect(await resolved(job, { inputs: { a: 1 } })).toEqual([
    "Given inputs not defined in the `spec` section of the included configuration file",
  ]);
});
