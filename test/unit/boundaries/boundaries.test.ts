import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const checkout = resolve(import.meta.dirname, "../../..");

/** For a file of each part: imports that the linter refuses, and imports that it lets through. */
const imports: Readonly<Record<string, { refused: string[]; allowed: string[] }>> = {
  "index.ts": {
    refused: ["./compose/index.ts", "./engine/client.ts", "./operations/run.ts", "./toolchain/setup/main.ts"],
    allowed: [
      "./components/Environment.ts",
      "./locks/index.ts",
      "./plan/index.ts",
      "./settings/index.ts",
      "@pulumi/pulumi",
    ],
  },
  "components/A.ts": {
    refused: ["../index.ts", "../operations/run.ts", "../toolchain/setup/step.ts", "../test/unit/x.ts"],
    allowed: ["../plan/index.ts", "../engine/client.ts", "../lib/state/index.ts", "./B.ts", "@pulumi/docker"],
  },
  "plan/a.ts": {
    refused: ["../components/Host.ts", "../servers/a.ts", "../lib/state/cli.ts", "@pulumi/pulumi"],
    allowed: ["../settings/index.ts", "../lib/state/index.ts", "../pipelines/index.ts", "./b.ts", "node:fs"],
  },
  "lib/state/a.ts": {
    refused: ["../../engine/client.ts", "../../settings/index.ts", "../index.ts", "@pulumi/pulumi"],
    allowed: ["../../problems/index.ts", "./b.ts", "node:fs"],
  },
  "settings/a.ts": {
    refused: ["../compose/index.ts", "../components/Host.ts", "../engine/client.ts", "@pulumi/docker"],
    allowed: [
      "../problems/index.ts",
      "../compose/reference.ts",
      "../engine/address.ts",
      "../credentials/htpasswd.ts",
      "@pulumi/pulumi",
    ],
  },
  "compose/a.ts": {
    refused: ["../settings/index.ts", "../engine/address.ts", "@pulumi/pulumi", "@pulumi/docker/index.js"],
    allowed: ["../problems/index.ts", "./tree/node.ts", "yaml"],
  },
  "compose/canonical/a.ts": {
    refused: ["../../plan/index.ts", "../../index.ts", "@pulumi/pulumi/automation/index.js"],
    allowed: ["../../problems/nearest.ts", "../tree/node.ts", "./b.ts"],
  },
  "engine/a.ts": {
    refused: ["../compose/index.ts", "../settings/index.ts", "@pulumi/pulumi"],
    allowed: ["../problems/index.ts", "./client.ts", "node:net"],
  },
  "operations/a.ts": {
    refused: ["../components/Host.ts", "../plan/index.ts", "../index.ts", "../toolchain/setup/step.ts"],
    allowed: ["../adoption/wanted.ts", "../engine/client.ts", "../lib/state/index.ts", "../locks/index.ts"],
  },
  "adoption/a.ts": {
    refused: ["../operations/run.ts", "../plan/index.ts", "@pulumi/docker"],
    allowed: ["../compose/fields.ts", "../engine/labels.ts", "../lib/state/index.ts", "./b.ts"],
  },
  "docs/reference/a.ts": {
    refused: ["../../engine/client.ts", "../../plan/index.ts", "@pulumi/pulumi"],
    allowed: ["../../settings/schema.ts", "../../compose/support.ts", "../../pipelines/index.ts", "./b.ts"],
  },
  "gitlab/a.ts": {
    refused: ["../plan/index.ts", "../engine/client.ts", "@pulumi/gitlab"],
    allowed: ["../problems/index.ts", "./client.ts"],
  },
  "pipelines/a.ts": {
    refused: ["../settings/index.ts", "../plan/index.ts", "@pulumi/pulumi"],
    allowed: ["../problems/index.ts", "./kinds/b.ts", "yaml"],
  },
  "pipelines/kinds/a.ts": {
    refused: ["../../settings/index.ts", "@pulumi/pulumi"],
    allowed: ["../../problems/index.ts", "../kind.ts", "zod"],
  },
  "delivery/a.ts": {
    refused: ["../plan/index.ts", "../settings/index.ts", "@pulumi/pulumi"],
    allowed: ["../engine/client.ts", "../gitlab/client.ts", "../problems/index.ts", "./b.ts"],
  },
  "credentials/a.ts": {
    refused: ["../problems/index.ts", "@pulumi/pulumi"],
    allowed: ["./htpasswd.ts", "bcryptjs", "node:crypto"],
  },
  "locks/a.ts": {
    refused: ["../operations/run.ts", "../problems/index.ts"],
    allowed: ["./files.ts", "yaml"],
  },
  "problems/a.ts": { refused: ["../settings/index.ts", "@pulumi/pulumi"], allowed: ["./index.ts"] },
  "toolchain/setup/a.ts": {
    refused: ["../../problems/index.ts", "../../engine/client.ts", "@pulumi/pulumi"],
    allowed: ["../images/recipes.ts", "./step.ts", "node:fs"],
  },
  "standin/gitlab/a.ts": {
    refused: ["../runner/main.ts", "../../problems/index.ts", "@pulumi/pulumi"],
    allowed: ["./context.ts", "./store/table.ts", "fastify"],
  },
  "standin/gitlab/routes/a.ts": {
    refused: ["../../runner/main.ts", "../../../compose/index.ts"],
    allowed: ["../store/table.ts", "./b.ts", "node:fs"],
  },
  "standin/gitlab/pipelines/config/a.ts": {
    refused: ["../../../runner/main.ts", "../../../../pipelines/kind.ts"],
    allowed: ["../../store/table.ts", "../state/status.ts", "yaml"],
  },
};

test("the linter refuses what crosses a boundary, and nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-unit-"));
  try {
    copyFileSync(join(checkout, "biome.json"), join(folder, "biome.json"));
    for (const [file, { refused, allowed }] of Object.entries(imports)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      const lines = [...refused, ...allowed].map((source) => `import "${source}";\n`);
      writeFileSync(join(folder, file), lines.join(""));
    }
    const command = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
    const biome = join(checkout, "node_modules/.bin/biome");
    const { stdout } = spawnSync(biome, command, { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
    const found = diagnostics.map(({ category, location: { path, start } }) => {
      const { refused, allowed } = imports[path] ?? { refused: [], allowed: [] };
      return [category, path, [...refused, ...allowed][start.line - 1]];
    });
    const rule = "lint/style/noRestrictedImports";
    const want = Object.entries(imports).flatMap(([file, { refused }]) =>
      refused.map((source) => [rule, file, source]),
    );
    expect(found.sort()).toEqual(want.sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}
