import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { memoryLimit, stacksIn } from "../../../dev/toolchain/setup/environment.ts";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { backendUrl } from "../../../dev/toolchain/setup/state.ts";
import type { Contender, Phase, Run, Site } from "../contender.ts";
import { huge, large, remote, small } from "../scenario.ts";
import type { Workload } from "../workload.ts";
import { writeStacks } from "./compose.ts";

const stage = "bench";

export const smallboat: Contender = {
  name: "smallboat",
  scenarios: [small, large, huge, remote],
  creates: true,
  prepare: ({ folder, engine, workload, run }) =>
    prepareStage(folder, [{ name: "bench", engine, workload }], run),
};

/** A host of a stage, and the stacks that it runs. */
export interface Load {
  readonly name: string;
  readonly engine: string;
  readonly workload: Workload;
}

/** This repository's program and environment, as they stand, with the generated stacks instead of its own. */
export async function prepareStage(
  folder: string,
  hosts: readonly Load[],
  run: Run,
): Promise<Record<Phase, () => Promise<void>>> {
  for (const part of ["Pulumi.yaml", "package.json", "node_modules", "lib", "index.ts"]) {
    symlinkSync(join(checkout, part), join(folder, part));
  }
  const engines = Object.fromEntries(hosts.map(({ name, engine }) => [name, { engine }]));
  const config = { "smallboat:hosts": engines };
  writeFileSync(join(folder, `Pulumi.${stage}.yaml`), stringify({ config }));
  for (const { name, workload } of hosts) writeStacks(join(folder, "stacks", name), workload);
  const pulumi = await pulumiIn({ folder, run });
  return {
    up: () => pulumi("up", "--yes", "--skip-preview"),
    unchanged: () => pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"),
    drift: () => run(process.execPath, [command("drift")], { cwd: folder, env: stageEnvironment(folder) }),
    destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
  };
}

/** The program of a command of a stage, which works in the stage's folder. */
export const command = (name: string) => join(checkout, "cli", `${name}.ts`);

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
export async function pulumiIn({
  folder,
  run,
}: Pick<Site, "folder" | "run">): Promise<(...args: string[]) => Promise<void>> {
  mkdirSync(stateFolder(folder));
  const env = stageEnvironment(folder);
  const pulumi = (...args: string[]) =>
    run("pulumi", [...args, "--stack", stage, "--non-interactive"], { cwd: folder, env });
  await pulumi("stack", "init");
  return pulumi;
}

/** The file of the state of such a stack. */
export const stateFile = (folder: string, project: string) =>
  join(stateFolder(folder), ".pulumi/stacks", project, `${stage}.json`);

const stateFolder = (folder: string) => join(folder, "state");

/** Variables of all programs that work on the stage of a folder. */
export function stageEnvironment(folder: string) {
  return {
    STAGE: stage,
    PULUMI_BACKEND_URL: backendUrl(stateFolder(folder)),
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    GOGC: process.env.GOGC,
    GOMEMLIMIT: memoryLimit(stacksIn(folder)),
  };
}
