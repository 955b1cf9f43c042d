import { existsSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { findCli } from "./cli.ts";
import type { Release, ReleaseSite } from "./download.ts";
import { withFolder } from "./files.ts";
import { recipeFor, toolchain } from "./go.ts";
import { pinned, pulumiHome, stateDir } from "./places.ts";
import { buildProgram, dropProgram, isBuilt, type Program, programFile } from "./program.ts";
import { isCurrent, noteRecipe } from "./recipe.ts";
import type { Activity, Step } from "./step.ts";

/** A provider plugin that a dependency of package.json needs. */
interface Plugin {
  readonly name: string;
  readonly version: string;
  /** Seconds to install it. The step of the CLI has built it. */
  readonly seconds: number;
}

const plugins: readonly Plugin[] = [
  { name: "docker", version: pinned("@pulumi/docker"), seconds: 5 },
  { name: "command", version: pinned("@pulumi/command"), seconds: 2 },
  { name: "gitlab", version: pinned("@pulumi/gitlab"), seconds: 2 },
];

export function pluginSteps(site: ReleaseSite): Step[] {
  return plugins.map((plugin) => ({
    name: `Pulumi plugin ${plugin.name} ${plugin.version}`,
    seconds: plugin.seconds,
    done: () => isInstalled(plugin),
    run: (activity) => provide(plugin, site, activity),
  }));
}

const programName = ({ name }: Plugin) => `pulumi-resource-${name}`;
const folderOf = ({ name, version }: Plugin) => join(pulumiHome, "plugins", `resource-${name}-v${version}`);

function programOf(plugin: Plugin): Program {
  const { name, version, seconds } = plugin;
  return {
    name: programName(plugin),
    module: toolchain,
    main: `smallboat/${toolchain}/plugins/${name}/cmd/${programName(plugin)}`,
    sources: [`plugins/${name}`],
    variables: [`main.version=${version}`],
    seconds,
  };
}

/** The programs of plugins that are neither installed nor built. */
export function missingPlugins(): Program[] {
  return plugins
    .filter((plugin) => !isInstalled(plugin))
    .map(programOf)
    .filter((program) => !isBuilt(program));
}

const binaryOf = (plugin: Plugin) => join(folderOf(plugin), programName(plugin));

/** True if a plugin is installed completely. Pulumi marks an unfinished folder with `.partial`. */
function isInstalled(plugin: Plugin): boolean {
  const isWhole = !existsSync(`${folderOf(plugin)}.partial`);
  return isWhole && isCurrent(binaryOf(plugin), () => recipeFor(programOf(plugin)));
}

async function provide(plugin: Plugin, site: ReleaseSite, activity: Activity): Promise<void> {
  const program = programOf(plugin);
  if (!isBuilt(program)) {
    try {
      return await withFolder(stateDir, async (folder) => {
        const archive = join(folder, `${programName(plugin)}.tar.gz`);
        await site.fetch(release(plugin), archive, activity.say);
        await install(plugin, archive, activity);
      });
    } catch (error) {
      activity.note(`${(error as Error).message}: building from pinned Go modules.`);
      await buildProgram(program, activity);
    }
  }
  await install(plugin, programFile(program), activity);
  noteRecipe(binaryOf(plugin), recipeFor(program));
  dropProgram(program);
}

/** A plugin's archive. Some providers publish checksums (SHA-1) beside it. Pulumi itself does not check them. */
function release(plugin: Plugin): Release {
  const machine = `${platform()}-${arch() === "x64" ? "amd64" : arch()}`;
  return {
    path: `plugins/${programName(plugin)}-v${plugin.version}-${machine}.tar.gz`,
    checksums: `plugins/pulumi-${plugin.name}_${plugin.version}_checksums.txt`,
    mayLackChecksums: true,
  };
}

/** Installs a plugin with Pulumi, so that it finds the plugin by version and does not warn about PATH. */
async function install(plugin: Plugin, file: string, activity: Activity): Promise<void> {
  const pulumi = findCli();
  if (!pulumi) throw new Error("the Pulumi CLI is missing");
  activity.say("installing");
  const args = ["plugin", "install", "resource", plugin.name, plugin.version, "--file", file, "--reinstall"];
  await activity.run(pulumi, args, { env: { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: pulumiHome } });
}
