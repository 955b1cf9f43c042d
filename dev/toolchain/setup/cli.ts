import { mkdirSync, readdirSync, realpathSync, renameSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { outputOf } from "./command.ts";
import type { ReleaseSite } from "./download.ts";
import { onPath, withFolder } from "./files.ts";
import { build, builtName, type GoProgram, recipeFor, toolchain } from "./go.ts";
import { pinned, pulumiHome } from "./places.ts";
import { keepProgram, type Program } from "./program.ts";
import { builtFrom, forgetRecipe, isCurrent, noteRecipe, wasBuilt } from "./recipe.ts";
import type { Activity, Step } from "./step.ts";
import { isAtLeast } from "./version.ts";

/** The CLI must be at least as new as the SDK. A newer CLI works with an older SDK. */
export const cliVersion = pinned("@pulumi/pulumi");

const binDir = join(pulumiHome, "bin");

const engine: GoProgram = {
  module: toolchain,
  main: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  sources: [],
  variables: [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`],
};

const languageHost: GoProgram = {
  module: toolchain,
  main: "smallboat/dev/toolchain/language-nodejs",
  sources: ["language-nodejs"],
  variables: [`main.version=${cliVersion}`],
};

const generator: GoProgram = {
  module: toolchain,
  main: "smallboat/dev/toolchain/generate-nodejs",
  sources: ["generate-nodejs"],
  variables: [],
};

/** File names in the order of installation. `pulumi` is last, because its presence means that all are installed. */
const programs: Readonly<Record<string, GoProgram>> = {
  "pulumi-language-nodejs": languageHost,
  "pulumi-generate-nodejs": generator,
  pulumi: engine,
};

/** The `pulumi` to use: the one on PATH if it is new enough, otherwise the one in PULUMI_HOME. */
export function findCli(): string | undefined {
  return [onPath("pulumi"), join(binDir, "pulumi")].find((file) => file !== undefined && serves(file));
}

function serves(file: string): boolean {
  if (!isCurrent(file, () => recipeFor(engine))) return false;
  if (![dirname(file), dirname(realpathSync(file))].some(hasLanguageHost)) return false;
  return isAtLeast(outputOf(file, ["version"]) ?? "", cliVersion);
}

/** True for a folder with a language host. The official one generates code itself; ours has a separate program for it. */
function hasLanguageHost(folder: string): boolean {
  const host = join(folder, "pulumi-language-nodejs");
  if (!isCurrent(host, () => recipeFor(languageHost))) return false;
  return !wasBuilt(host) || builtFrom(join(folder, "pulumi-generate-nodejs"), recipeFor(generator));
}

/**
 * @param others programs that are built in the same call if the site does not answer, because then they are built
 * anyway
 */
export function cliStep(site: ReleaseSite, others: () => readonly Program[]): Step {
  return {
    name: `Pulumi CLI ${cliVersion}`,
    seconds: 380,
    done: () => findCli() !== undefined,
    run: async (activity) => {
      mkdirSync(binDir, { recursive: true });
      try {
        await downloadCli(site, activity);
      } catch (error) {
        activity.note(`${(error as Error).message}: building from pinned Go modules.`);
        await buildCli(site.isUnreachable ? others() : [], activity);
      }
    },
  };
}

/** The official archive holds a folder `pulumi` with the engine and every language host. */
async function downloadCli(site: ReleaseSite, activity: Activity): Promise<void> {
  await withFolder(pulumiHome, async (folder) => {
    const archive = join(folder, "pulumi.tar.gz");
    const machine = `${platform()}-${arch()}`;
    const release = {
      path: `sdk/pulumi-v${cliVersion}-${machine}.tar.gz`,
      checksums: `sdk/pulumi-${cliVersion}-checksums.txt`,
    };
    await site.fetch(release, archive, activity.say);
    await activity.run("tar", ["-xzf", archive, "-C", folder]);
    const unpacked = join(folder, "pulumi");
    const others = readdirSync(unpacked).filter((name) => name !== "pulumi");
    for (const name of [...others, "pulumi"]) {
      forgetRecipe(join(binDir, name));
      renameSync(join(unpacked, name), join(binDir, name));
    }
  });
}

async function buildCli(others: readonly Program[], activity: Activity): Promise<void> {
  const missing = Object.entries(programs).filter(
    ([name, program]) => !builtFrom(join(binDir, name), recipeFor(program)),
  );
  await withFolder(pulumiHome, async (folder) => {
    await build([...missing.map(([, program]) => program), ...others], folder, activity);
    for (const program of others) keepProgram(program, folder);
    for (const [name, program] of missing) {
      renameSync(join(folder, builtName(program)), join(binDir, name));
      noteRecipe(join(binDir, name), recipeFor(program));
    }
  });
}
