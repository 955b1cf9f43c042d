import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import {
  exportState,
  importState,
  type PulumiCli,
  planUpdate,
  previewUpdate,
  pulumiCli,
  stateOnDemand,
} from "../../../lib/state/index.ts";
import { workIn } from "../cli/workplace.ts";

afterEach(() => void vi.unstubAllEnvs());

/** Answers every command with a text, and notes it. */
function answering(text: string) {
  const asked: [command: readonly string[], input: string | undefined][] = [];
  const cli: PulumiCli = async (command, input) => {
    asked.push([command, input]);
    return text;
  };
  return { cli, asked };
}

const exported = { version: 3, deployment: { manifest: {}, resources: [], pending_operations: [] } };

test("an exported state is imported unchanged, by standard input", async () => {
  const { cli, asked } = answering(JSON.stringify(exported));
  await importState(cli, await exportState(cli, "--show-secrets"));
  expect(asked).toEqual([
    [["stack", "export", "--show-secrets"], undefined],
    [["stack", "import"], JSON.stringify(exported)],
  ]);
});

test("a state with several readers is read once, on first use", async () => {
  const { cli, asked } = answering(JSON.stringify(exported));
  const state = stateOnDemand(() => cli);
  expect(asked).toEqual([]);
  expect(await Promise.all([state(), state()])).toEqual([exported, exported]);
  await state();
  expect(asked.length).toBe(1);
});

test("previews are requested as JSON", async () => {
  const { cli, asked } = answering('{"steps": []}');
  expect(await previewUpdate(cli, "--exclude", "urn:a")).toEqual({ steps: [] });
  expect(asked).toEqual([[["preview", "--json", "--exclude", "urn:a"], undefined]]);
});

test("a plan is returned with its preview", async () => {
  const plan = { resourcePlans: { "urn:a": { state: { name: "a" } } } };
  const asked: string[] = [];
  const cli: PulumiCli = async (command) => {
    const [file = ""] = command.slice(command.indexOf("--save-plan") + 1);
    asked.push(command.join(" ").replace(file, "FILE"));
    (await import("node:fs")).writeFileSync(file, JSON.stringify(plan));
    return '{"steps": [{"op": "same", "urn": "urn:a"}]}';
  };
  expect(await planUpdate(cli, "--config-file", "a.yaml")).toEqual({
    preview: { steps: [{ op: "same", urn: "urn:a" }] },
    plan,
  });
  expect(asked).toEqual(["preview --json --show-sames --save-plan FILE --config-file a.yaml"]);
});

/** Puts a program named pulumi first on the PATH. */
function onPath(script: string): void {
  const folder = workIn({ pulumi: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
}

test("the stage is named by the program, and never asked for", async () => {
  onPath('echo "$@"; cat');
  expect(await pulumiCli("org/boat/dev")(["stack", "import"], "state")).toBe(
    "stack import --stack org/boat/dev --non-interactive\nstate",
  );
});

test("a failed command of the program causes one line of ours", async () => {
  onPath("echo 'error: no stack named dev' >&2; exit 255");
  await expect(exportState(pulumiCli("dev"))).rejects.toThrow(
    'pulumi stack export: expected stage dev, found "error: no stack named dev"; ' +
      "run it to see why: pulumi stack export --stack dev",
  );
});
