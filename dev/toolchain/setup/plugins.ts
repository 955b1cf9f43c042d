import { existsSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { findCli } from "./cli.ts";
import type { Release, ReleaseSite } from "./download.ts";
import { withFolder } from "./files.ts";
import { build, type GoProgram, recipeFor } from "./go.ts";
import { pinned, pulumiHome, stateDir } from "./places.ts";
import { isCurrent, noteRecipe } from "./recipe.ts";
import type { Activity, Step } from "./step.ts";

/** A provider plugin that a dependency of package.json needs. */
interface Plugin {
  readonly name: string;
  readonly version: string;
  /** Seconds of a build on two cores from nothing. */
  readonly seconds: number;
}

const plugins: readonly Plugin[] = [
  { name: "docker", version: pinned("@pulumi/docker"), seconds: 150 },
  { name: "command", version: pinned("@pulumi/command"), seconds: 40 },
  { name: "gitlab", version: pinned("@pulumi/gitlab"), seconds: 90 },
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

function programOf(plugin: Plugin): GoProgram {
  return {
    module: `dev/toolchain/plugins/${plugin.name}`,
    main: `./cmd/${programName(plugin)}`,
    variables: [`main.version=${plugin.version}`],
  };
}

const binaryOf = (plugin: Plugin) => join(folderOf(plugin), programName(plugin));

/** True if a plugin is installed completely. Pulumi marks an unfinished folder with `.partial`. */
function isInstalled(plugin: Plugin): boolean {
  const isWhole = !existsSync(`${folderOf(plugin)}.partial`);
  return isWhole && isCurrent(binaryOf(plugin), () => recipeFor(programOf(plugin)));
}

async function provide(plugin: Plugin, site: ReleaseSite, activity: Activity): Promise<void> {
  await withFolder(stateDir, async (folder) => {
    try {
      const archive = join(folder, `${programName(plugin)}.tar.gz`);
      await site.fetch(release(plugin), archive, activity.say);
      await install(plugin, archive, activity);
    } catch (error) {
      activity.note(`${(error as Error).message}: building from pinned Go modules.`);
      const binary = join(folder, programName(plugin));
      const program = programOf(plugin);
      await build(program, binary, activity);
      await install(plugin, binary, activity);
      noteRecipe(binaryOf(plugin), recipeFor(program));
    }
  });
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
