import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { type History, historyOf } from "../../../lib/releases/index.ts";
import { types } from "../../../lib/state/index.ts";
import { attempt } from "../../live/support/command.ts";
import { workIn } from "./workplace.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::boat::${type}::${name}`;
const stash = (name: string, output: unknown) => ({
  urn: urn(types.stash, name),
  type: types.stash,
  outputs: { output },
});

/** A stand-in of the Pulumi CLI. It notes what it is asked; after its "destroy" the state is another one. */
const pulumi = `#!/bin/sh
echo "$*" >> asked
case "$1 $2" in
"config --json") echo '{}' ;;
"stack export") cat state.json ;;
"stack import") cat > imported.json ;;
"destroy "*) cp after.json state.json ;;
esac
`;

test("down keeps the stage's id and its releases, and records that its stacks are gone", async () => {
  const web = { files: "f", images: {}, commit: "1" };
  const before: History = {
    releases: [
      { number: 1, at: "2026-11-26T10:00:00.000Z", by: "jo", stacks: { "Local/web": web }, gone: [] },
    ],
    holds: { "Local/web": { ...web, release: 1, at: "2026-11-26T10:00:00.000Z", by: "jo" } },
  };
  const kept = [stash("owner", "boat-1"), stash("releases", before)];
  const stack = { urn: urn(types.hostStack, "Local/web"), type: types.hostStack };
  const web1 = { urn: urn(types.container, "web"), type: types.container, parent: stack.urn, inputs: {} };
  const state = (resources: readonly object[]) => JSON.stringify({ version: 3, deployment: { resources } });
  const folder = workIn({
    "Pulumi.yaml": "name: boat\n",
    "Pulumi.dev.yaml": "",
    "state.json": state([...kept, stack, web1]),
    "after.json": state(kept),
    ".pulumi/stacks/boat/dev.json": "{}",
    "bin/pulumi": pulumi,
  });
  chmodSync(join(folder, "bin/pulumi"), 0o755);
  const { code, stdout, stderr } = await attempt(
    process.execPath,
    [join(import.meta.dirname, "../../../cli/down.ts")],
    {
      env: {
        ...process.env,
        PATH: `${join(folder, "bin")}:${process.env.PATH}`,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        STAGE: "dev",
        GITLAB_USER_LOGIN: "kim",
      },
    },
  );
  expect([code, stderr, stdout]).toEqual([0, "", expect.stringContaining("Release 2:\n  Local/web: gone\n")]);
  const [destroy] = readFileSync("asked", "utf8").match(/^destroy .*/m) ?? [];
  expect(destroy).toContain(kept.map((each) => `--exclude ${each.urn}`).join(" "));
  const { deployment } = JSON.parse(readFileSync("imported.json", "utf8"));
  expect(historyOf(deployment)).toEqual({
    ...before,
    releases: [
      ...before.releases,
      { number: 2, at: expect.any(String), by: "kim", stacks: {}, gone: ["Local/web"] },
    ],
  });
});
