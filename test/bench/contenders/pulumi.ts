import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { checkout } from "../../../toolchain/setup/places.ts";
import type { Contender, Site } from "../contender.ts";
import { large, remote, small } from "../scenario.ts";
import { writeStacks } from "./compose.ts";

const stage = "bench";
/** This repository's program and environment, as they stand, with the generated stacks instead of its own. */
export const smallboat: Contender = {
  name: "smallboat",
  scenarios: [small, large, remote],
  creates: true,
  prepare: async (site) => {
    const { folder, engine, workload } = site;
    for (const part of ["Pulumi.yaml", "package.json", "node_modules", "index.ts"]) {
      symlinkSync(join(checkout, part), join(folder, part));
    }
    const config = { "smallboat:hosts": { bench: { engine } } };
    writeFileSync(join(folder, `Pulumi.${stage}.yaml`), stringify({ config }));
    writeStacks(join(folder, "stacks", "bench"), workload);
    const pulumi = await pulumiIn(site);
    return {
      up: () => pulumi("up", "--yes", "--skip-preview"),
      unchanged: () => pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"),
      drift: () => pulumi("refresh", "--preview-only", "--expect-no-changes"),
      destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
    };
  },
};

/** What Pulumi itself takes: the same CLI and SDK, and no resource. */
export const emptyProgram: Contender = {
  name: "empty program",
  scenarios: [small],
  creates: false,
  prepare: async (site) => {
    const { folder } = site;
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "Pulumi.yaml"), stringify({ name: "empty", runtime: "nodejs" }));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
    writeFileSync(join(folder, "index.js"), 'require("@pulumi/pulumi");\n');
    const pulumi = await pulumiIn(site);
    const up = () => pulumi("up", "--yes", "--skip-preview");
    return { up, unchanged: up };
  },
};

/** Calls Pulumi on a new stack with a state of its own. */
async function pulumiIn({ folder, run }: Site): Promise<(...args: string[]) => Promise<void>> {
  const state = join(folder, "state");
  mkdirSync(state);
  const env = {
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const pulumi = (...args: string[]) =>
    run("pulumi", [...args, "--stack", stage, "--non-interactive"], { cwd: folder, env });
  await pulumi("stack", "init");
  return pulumi;
}
