import { expect, test } from "vitest";
import { movedProblems } from "../../../lib/heal/index.ts";
import { type PreviewStep, type PropertyMap, types, unknownValue } from "../../../lib/state/index.ts";

const urn = `urn:pulumi:dev::smallboat::${types.container}::Local/web/app`;
const labels = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([label, value]) => ({ label, value }));
const recorded = {
  image: "nginx:1.26",
  envs: ["A=1"],
  networkMode: "container:abc",
  labels: labels({
    own: "1",
    "com.docker.compose.config-hash": "h1",
    "com.docker.compose.image": "sha256:1",
    "com.docker.compose.project.working_dir": "/one",
    "smallboat.incarnation": "o.1",
  }),
};

const replacing = (inputs: PropertyMap, more: Partial<PreviewStep> = {}): PreviewStep => ({
  ...{ op: "replace", urn },
  oldState: { urn, type: types.container, inputs: recorded },
  newState: { urn, type: types.container, inputs: { ...recorded, ...inputs } },
  ...more,
});
const labelled = (changes: Readonly<Record<string, string>>) =>
  replacing({
    labels: labels({
      ...Object.fromEntries(recorded.labels.map(({ label, value }) => [label, value])),
      ...changes,
    }),
  });
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};

const found = (step: PreviewStep) =>
  movedProblems([step], [step.oldState ?? { urn, type: types.container, inputs: recorded }]).map(
    (problem) => problem.found,
  );

test.each<[string, PreviewStep]>([
  ["a new incarnation", labelled({ "smallboat.incarnation": "o.2" })],
  ["the folder of another checkout", labelled({ "com.docker.compose.project.working_dir": "/two" })],
  ["the image that is pulled again", labelled({ "com.docker.compose.image": unknownValue })],
  ["the namespace of another container that is healed", replacing({ networkMode: unknownValue })],
  ["the volumes of its predecessor", replacing({ mounts: [{ target: "/data", source: "0a1b" }] })],
  ["an image that its engine lacks", replacing({ triggers: { lacked: "run" } })],
  [
    "defaults of its provider, which a refresh records otherwise",
    replacing(
      { healthcheck: { __defaults: ["startPeriod"], startPeriod: "0s" } },
      {
        oldState: {
          ...{ urn, type: types.container },
          inputs: { ...recorded, healthcheck: { __defaults: [], startPeriod: "0s" } },
        },
      },
    ),
  ],
  ["no change", replacing({}, { op: "same" })],
  ["the parts of a replacement", replacing({ image: "nginx:1.27" }, { op: "create-replacement" })],
])("heal accepts a step with %s", (_, step) => {
  expect(found(step)).toEqual([]);
});

test.each<[string, PreviewStep, string]>([
  ["another image", replacing({ image: "nginx:1.27" }), "other image"],
  ["another compose file", labelled({ "com.docker.compose.config-hash": "h2" }), "other labels"],
  ["another label", labelled({ own: "2" }), "other labels"],
  ["an image of another build", labelled({ "com.docker.compose.image": "sha256:2" }), "other labels"],
  ["several inputs", replacing({ image: "nginx:1.27", envs: ["A=2"] }), "other envs, image"],
  [
    "a secret that its provider finds to differ",
    replacing(
      { envs: secret },
      {
        detailedDiff: { "envs[0]": {} },
        oldState: { urn, type: types.container, inputs: { ...recorded, envs: secret } },
      },
    ),
    "other envs",
  ],
  ["other triggers", replacing({ triggers: { context: "2" } }), "other triggers"],
  [
    "a container that is no longer declared",
    replacing({}, { op: "delete", newState: null }),
    "it no longer declared",
  ],
])("heal refuses a step with %s", (_, step, want) => {
  expect(found(step)).toEqual([want]);
});

test("nothing beside the targets may change", () => {
  expect(movedProblems([labelled({ "smallboat.incarnation": "o.2" })], [])).toEqual([
    {
      path: "container Local/web/app",
      expected: "it to be declared as the last run recorded it",
      found: "it changed",
      remedy: 'bring up what is new with "make up", which also puts the rest right',
    },
  ]);
});

test("a variable whose secret was changed in GitLab is not new: its provider compares with the value that it found", () => {
  const variable = {
    urn: urn.replace("Local/web/app", "chat/MODE"),
    type: "gitlab:index/projectVariable:ProjectVariable",
  };
  const inputs = { key: "MODE", value: secret };
  const step: PreviewStep = {
    ...{ op: "update", urn: variable.urn, detailedDiff: { value: {} } },
    oldState: { ...variable, inputs: { ...inputs, protected: false } },
    newState: { ...variable, inputs: { ...inputs, value: "[secret]" } },
  };
  const recorded = { ...inputs, value: { ...secret, ciphertext: "v1:abc" } };
  expect(movedProblems([step], [{ ...variable, inputs: recorded }])).toEqual([]);
});

test("a protection that somebody removed is not new, and another one is", () => {
  const protection = {
    urn: urn.replace("Local/web/app", "chat/main"),
    type: "gitlab:index/branchProtection:BranchProtection",
  };
  const inputs = { branch: "main", allowForcePush: false };
  const news = (declared: PropertyMap) => {
    const step = { op: "create", urn: protection.urn, newState: { ...protection, inputs: declared } };
    return movedProblems([step], [{ ...protection, inputs }]).map((problem) => problem.found);
  };
  expect([news(inputs), news({ ...inputs, allowForcePush: true })]).toEqual([[], ["other allowForcePush"]]);
});
