import { describe, expect, test } from "vitest";
import { differenceLine, differences } from "../../../cli/drift/differences.ts";
import { withMovedImage } from "../../../cli/drift/moved-images.ts";
import type { PreviewStep } from "../../../lib/state/index.ts";

const root = "urn:pulumi:dev::smallboat::pulumi:pulumi:Stack::smallboat-dev";
const stack = "urn:pulumi:dev::smallboat::smallboat:index:Host$smallboat:index:HostStack::10.0.0.60/chat";

const components: PreviewStep[] = [
  { op: "refresh", urn: root, oldState: { urn: root, type: "pulumi:pulumi:Stack" } },
  { op: "refresh", urn: stack, oldState: { urn: stack, type: "smallboat:index:HostStack", parent: root } },
];

function step(
  type: string,
  facts: Partial<PreviewStep> & { inputs?: object; was?: object; is?: object },
  parent = stack,
): PreviewStep {
  const { inputs, was, is, ...rest } = facts;
  const known = { urn: `urn:pulumi:dev::smallboat::${type}::logical`, type, parent };
  const oldState = { ...known, inputs: { ...inputs }, outputs: { ...was } };
  const newState = is ? { newState: { ...known, outputs: { ...is } } } : {};
  return { op: "update", urn: known.urn, oldState, ...newState, ...rest };
}

const container = "docker:index/container:Container";
const web = {
  name: "dev-chat-web-1",
  labels: [
    { label: "smallboat.stage", value: "dev" },
    { label: "com.docker.compose.service", value: "web" },
  ],
};

function lines(...steps: PreviewStep[]): string[] {
  return differences({ steps: [...components, ...steps] }).map(differenceLine);
}

describe("a container of a stack", () => {
  test("that is as it was recorded is no difference", () => {
    expect(lines(step(container, { op: "refresh", inputs: web }))).toEqual([]);
  });

  test("that is gone", () => {
    expect(differences({ steps: [...components, step(container, { op: "delete", inputs: web })] })).toEqual([
      {
        place: "10.0.0.60/chat",
        kind: "container",
        name: "dev-chat-web-1",
        service: "web",
        change: "removed",
        properties: [],
      },
    ]);
    expect(lines(step(container, { op: "delete", inputs: web }))).toEqual([
      "10.0.0.60/chat web: container removed",
    ]);
  });

  test.each([
    ["2026-11-25T21:04:09Z", " at 2026-11-25T21:04:09Z"],
    ["true", ""],
  ])("that was brought back, however the state has recorded it: %s", (since, when) => {
    const labels = {
      "smallboat.stack": "10.0.0.60/chat",
      "com.docker.compose.service": "web",
      "smallboat.restored": since,
    };
    const nothing = { image: "app:1", state: "running", volumes: [], ports: [], networks: [] };
    const back = [{ id: "1", name: "dev-chat-web-1", labels, ...nothing }];
    const looks = [
      step(container, { op: "delete", inputs: web }),
      step(container, { inputs: web, detailedDiff: { command: {} } }),
      step(container, { op: "refresh", inputs: web }),
    ];
    for (const look of looks) {
      const found = differences({ steps: [...components, look] }, back);
      expect(found.map(differenceLine)).toEqual([
        `10.0.0.60/chat web: runs the earlier version; the new one failed${when}`,
      ]);
    }
  });

  test("that was stopped, whatever else reads differently then", () => {
    const detailedDiff = { mustRun: {}, ports: {} };
    const stopped = step(container, {
      inputs: web,
      was: { mustRun: true },
      is: { mustRun: false },
      detailedDiff,
    });
    expect(lines(stopped)).toEqual(["10.0.0.60/chat web: container stopped"]);
  });

  test("that was changed: single values are shown, others are named, each once", () => {
    const was = { restart: "always", memory: 64, envs: ["PASSWORD=old"] };
    const is = { restart: "no", memory: 128, envs: ["PASSWORD=new"] };
    const detailedDiff = { restart: {}, "envs[0]": {}, "envs[1]": {}, memory: {}, "healthcheck.test": {} };
    expect(lines(step(container, { inputs: web, was, is, detailedDiff }))).toEqual([
      "10.0.0.60/chat web: envs changed, healthcheck changed, memory changed 64 -> 128, restart changed always -> no",
    ]);
  });
});

test("other resources are named by kind and name, below their component or by themselves", () => {
  const network = step("docker:index/network:Network", { op: "delete", inputs: { name: "dev-chat" } });
  const nested = step("docker:index/volume:Volume", { op: "delete", inputs: { name: "data" } }, network.urn);
  const lone = step("gitlab:index/project:Project", { op: "delete" }, root);
  expect(lines(network, nested, lone)).toEqual([
    "10.0.0.60/chat network dev-chat: removed",
    "10.0.0.60/chat volume data: removed",
    "smallboat-dev project logical: removed",
  ]);
});

describe("things of GitLab", () => {
  const gitlab = (type: string, facts: Parameters<typeof step>[1]) =>
    step(`gitlab:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, facts);
  const changed = (...names: string[]) => ({
    detailedDiff: Object.fromEntries(names.map((name) => [name, { kind: "update" }])),
  });

  test("are named as people call them; secrets and long texts are not shown", () => {
    const variable = { key: "AFCRED", value: "[secret]", masked: true };
    const file = { filePath: ".gitlab-ci.yml", branch: "dev", content: "a" };
    expect(
      lines(
        gitlab("ProjectVariable", {
          inputs: variable,
          was: variable,
          is: { ...variable, masked: false },
          ...changed("value", "masked"),
        }),
        gitlab("ProjectVariable", { op: "delete", inputs: { key: "MODE", environmentScope: "lab" } }),
        gitlab("BranchProtection", { op: "delete", inputs: { branch: "main" } }),
        gitlab("RepositoryFile", {
          inputs: file,
          was: file,
          is: { ...file, content: "two\nlines" },
          ...changed("content"),
        }),
        gitlab("UserRunner", { op: "delete", inputs: { runnerType: "project_type" } }),
        gitlab("PipelineSchedule", { op: "delete", inputs: { description: "nightly" } }),
      ),
    ).toEqual([
      "10.0.0.60/chat file .gitlab-ci.yml on dev: content changed",
      "10.0.0.60/chat protection of branch main: removed",
      "10.0.0.60/chat registration for a project: removed",
      "10.0.0.60/chat schedule nightly: removed",
      "10.0.0.60/chat variable AFCRED: masked changed true -> false, value changed",
      "10.0.0.60/chat variable MODE for lab: removed",
    ]);
  });

  test("that GitLab changes by itself are no difference", () => {
    const inputs = { filePath: "a", branch: "dev" };
    const facts = { inputs, was: { ...inputs, commitId: "1" }, is: { ...inputs, commitId: "2" } };
    expect(lines(gitlab("RepositoryFile", { ...facts, ...changed("commitId") }))).toEqual([]);
  });
});

describe("an image", () => {
  const image = "docker:index/remoteImage:RemoteImage";
  const inputs = { name: "nginx:1.26" };
  const was = { imageId: "sha256:1", repoDigest: "" };

  test("whose name was moved by hand", () => {
    const read = step(image, { op: "refresh", inputs, was });
    expect(lines(withMovedImage(read, new Map()))).toEqual([]);
    const moved = withMovedImage(read, new Map([[read.urn, "sha256:2"]]));
    expect(lines(moved)).toEqual(["10.0.0.60/chat image nginx:1.26: moved to another image"]);
    expect(differences({ steps: [...components, moved] })).toEqual([
      {
        place: "10.0.0.60/chat",
        kind: "image",
        name: "nginx:1.26",
        change: "moved",
        properties: [{ name: "imageId", was: "sha256:1", is: "sha256:2" }],
      },
    ]);
  });

  test("that is gone", () => {
    expect(lines(step(image, { op: "delete", inputs, was }))).toEqual([
      "10.0.0.60/chat image nginx:1.26: removed",
    ]);
  });
});
