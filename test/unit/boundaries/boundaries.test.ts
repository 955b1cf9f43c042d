import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { circles, fileArrows, roomArrows } from "../../../docs/reference/rooms.ts";

const checkout = resolve(import.meta.dirname, "../../..");

/** For a file of each part: imports that the linter refuses, and imports that it lets through. */
const imports: Readonly<Record<string, { refused: string[]; allowed: string[] }>> = {
  "index.ts": {
    refused: [
      "./lib/compose/index.ts",
      "./lib/docker/client.ts",
      "./cli/up.ts",
      "./dev/toolchain/setup/main.ts",
    ],
    allowed: [
      "./components/Environment.ts",
      "./lib/locks/index.ts",
      "./lib/plan/index.ts",
      "./lib/settings/index.ts",
      "@pulumi/pulumi",
    ],
  },
  "components/A.ts": {
    refused: ["../index.ts", "../cli/up.ts", "../dev/toolchain/setup/step.ts", "../test/unit/x.ts"],
    allowed: ["../lib/plan/index.ts", "../lib/docker/client.ts", "./B.ts", "@pulumi/docker"],
  },
  "components/environment/a.ts": {
    refused: ["../../cli/up.ts", "../../dev/toolchain/setup/step.ts"],
    allowed: ["../Host.ts", "./b.ts", "../../lib/plan/index.ts", "@pulumi/pulumi"],
  },
  "lib/plan/a.ts": {
    refused: ["../../components/Host.ts", "../servers/a.ts", "../rollout/a.ts", "@pulumi/pulumi"],
    allowed: [
      "../settings/index.ts",
      "../compose/index.ts",
      "../servers/credentials.ts",
      "./b.ts",
      "node:fs",
    ],
  },
  "lib/settings/a.ts": {
    refused: ["../compose/index.ts", "../../components/Host.ts", "../docker/client.ts", "@pulumi/docker"],
    allowed: ["../problems/index.ts", "../docker/address.ts", "../servers/htpasswd.ts", "@pulumi/pulumi"],
  },
  "lib/compose/a.ts": {
    refused: ["../settings/index.ts", "../docker/address.ts", "@pulumi/pulumi", "@pulumi/docker/index.js"],
    allowed: ["../problems/index.ts", "./tree/node.ts", "yaml"],
  },
  "lib/compose/canonical/a.ts": {
    refused: ["../../plan/index.ts", "../../../index.ts", "@pulumi/pulumi/automation/index.js"],
    allowed: ["../../problems/nearest.ts", "../tree/node.ts", "./b.ts"],
  },
  "lib/docker/a.ts": {
    refused: ["../compose/index.ts", "../settings/index.ts", "../rollout/a.ts", "@pulumi/pulumi"],
    allowed: ["../async/index.ts", "../problems/index.ts", "../compose/ports.ts", "./client.ts", "node:net"],
  },
  "lib/comparison/a.ts": {
    refused: ["../plan/index.ts", "../adoption/report.ts", "../settings/index.ts", "@pulumi/docker"],
    allowed: ["../compose/index.ts", "../docker/observation.ts", "../state/index.ts", "./b.ts"],
  },
  "lib/adoption/a.ts": {
    refused: ["../../cli/up.ts", "../plan/index.ts", "../compose/index.ts", "@pulumi/docker"],
    allowed: ["../comparison/index.ts", "../docker/labels.ts", "../state/index.ts", "./b.ts"],
  },
  "lib/rollout/a.ts": {
    refused: ["../resources/a.ts", "../settings/index.ts", "../../components/Host.ts", "@pulumi/docker"],
    allowed: ["../docker/client.ts", "../compose/index.ts", "./b.ts", "@pulumi/pulumi"],
  },
  "lib/resources/a.ts": {
    refused: ["../../components/Host.ts", "../adoption/a.ts", "../../cli/up.ts"],
    allowed: ["../plan/index.ts", "../rollout/a.ts", "@pulumi/docker"],
  },
  "lib/policy/a.ts": {
    refused: ["../plan/index.ts", "../docker/client.ts", "../../cli/up.ts", "@pulumi/pulumi"],
    allowed: ["../compose/index.ts", "../settings/check.ts", "../state/index.ts", "../problems/index.ts"],
  },
  "lib/gitlab/a.ts": {
    refused: ["../plan/index.ts", "../docker/client.ts", "@pulumi/gitlab"],
    allowed: ["../problems/index.ts", "./client.ts"],
  },
  "lib/retention/a.ts": {
    refused: ["../docker/client.ts", "../releases/index.ts", "@pulumi/pulumi", "node:fs"],
    allowed: ["../docker/image-names.ts", "../changes/columns.ts", "./b.ts"],
  },
  "lib/pypi/a.ts": {
    refused: ["../docker/client.ts", "../settings/index.ts", "@pulumi/pulumi"],
    allowed: ["../problems/reason-of.ts", "./b.ts", "node:https"],
  },
  "lib/pipelines/a.ts": {
    refused: ["../settings/index.ts", "../plan/index.ts", "@pulumi/pulumi"],
    allowed: ["../problems/index.ts", "../servers/credentials.ts", "./kinds/b.ts", "yaml"],
  },
  "lib/pipelines/kinds/a.ts": {
    refused: ["../../settings/index.ts", "@pulumi/pulumi"],
    allowed: ["../../problems/index.ts", "../../servers/credentials.ts", "../kind.ts", "zod"],
  },
  "lib/state/a.ts": {
    refused: ["../docker/client.ts", "../settings/index.ts", "../../index.ts", "@pulumi/pulumi"],
    allowed: ["../problems/index.ts", "./b.ts", "node:fs"],
  },
  "lib/markdown/a.ts": { refused: ["../review/index.ts"], allowed: ["./b.ts"] },
  "lib/notice/a.ts": {
    refused: ["../gitlab/client.ts", "../settings/index.ts", "@pulumi/pulumi", "node:fs"],
    allowed: ["../markdown/index.ts", "../status/model.ts", "./b.ts"],
  },
  "lib/changes/a.ts": {
    refused: ["../docker/client.ts", "../plan/index.ts", "@pulumi/pulumi", "node:fs"],
    allowed: ["../state/index.ts", "../docker/labels.ts", "../policy/index.ts", "./b.ts", "yaml"],
  },
  "lib/status/a.ts": {
    refused: ["../plan/index.ts", "../notice/index.ts", "../../cli/up.ts", "@pulumi/pulumi"],
    allowed: [
      "../comparison/index.ts",
      "../docker/client.ts",
      "../gitlab/ci-facts.ts",
      "../state/index.ts",
      "../changes/columns.ts",
      "./b.ts",
    ],
  },
  "docs/reference/a.ts": {
    refused: ["../../lib/docker/client.ts", "../../lib/plan/index.ts", "@pulumi/pulumi"],
    allowed: ["../../lib/settings/schema.ts", "../../lib/compose/support.ts", "../../lib/pipelines/index.ts"],
  },
  "lib/locks/a.ts": { refused: ["../../cli/up.ts", "../problems/index.ts"], allowed: ["./b.ts", "node:fs"] },
  "lib/problems/a.ts": { refused: ["../settings/index.ts", "@pulumi/pulumi"], allowed: ["./index.ts"] },
  "lib/scripts/a.ts": { refused: ["../problems/index.ts", "@pulumi/pulumi"], allowed: ["./index.ts"] },
  "lib/servers/a.ts": { refused: ["../problems/index.ts", "@pulumi/pulumi"], allowed: ["bcryptjs"] },
  "cli/a.ts": {
    refused: [
      "../components/Host.ts",
      "../lib/plan/index.ts",
      "../index.ts",
      "../dev/toolchain/setup/step.ts",
    ],
    allowed: [
      "../lib/adoption/storage.ts",
      "../lib/changes/index.ts",
      "../lib/docker/client.ts",
      "./drift/b.ts",
    ],
  },
  "cli/drift/a.ts": {
    refused: ["../../components/Host.ts", "../../lib/plan/index.ts", "@pulumi/pulumi"],
    allowed: ["../../lib/docker/client.ts", "../../lib/locks/index.ts", "../stage/run.ts"],
  },
  "scripts/a.ts": {
    refused: ["../lib/plan/index.ts", "../lib/settings/index.ts", "@pulumi/pulumi"],
    allowed: ["../lib/docker/client.ts", "../lib/gitlab/client.ts", "../lib/scripts/index.ts", "./b.ts"],
  },
  "dev/toolchain/setup/a.ts": {
    refused: ["../../../lib/problems/index.ts", "../../gitlab/main.ts", "@pulumi/pulumi"],
    allowed: ["./step.ts", "../images/steps.ts", "node:fs"],
  },
  "dev/gitlab/a.ts": {
    refused: ["../runner/main.ts", "../../lib/problems/index.ts", "@pulumi/pulumi"],
    allowed: ["./store/table.ts", "fastify"],
  },
  "dev/gitlab/routes/a.ts": {
    refused: ["../../runner/main.ts", "../../../lib/compose/index.ts"],
    allowed: ["../store/table.ts", "./b.ts", "node:fs"],
  },
  "dev/gitlab/pipelines/config/a.ts": {
    refused: ["../../../runner/main.ts", "../../../../lib/pipelines/kind.ts"],
    allowed: ["../../store/table.ts", "../state/status.ts", "yaml"],
  },
};

test("the linter refuses imports across a boundary, and no others", () => {
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

test("neither rooms nor files import each other in a circle", () => {
  expect({ rooms: circles(roomArrows()), files: circles(fileArrows()) }).toEqual({ rooms: [], files: [] });
});

test("each room that imports another has a list of what it may import", () => {
  const { overrides } = JSON.parse(readFileSync(join(checkout, "biome.json"), "utf8")) as Linter;
  const listed = new Set(overrides.flatMap(({ includes }) => includes.map((pattern) => dirname(pattern))));
  const rooms = [...roomArrows().keys()].filter((room) => room !== "index.ts");
  expect(rooms.filter((room) => !listed.has(room))).toEqual([]);
});

interface Linter {
  readonly overrides: readonly { readonly includes: readonly string[] }[];
}

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}
