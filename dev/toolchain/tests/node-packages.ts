import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../setup/files.ts";
import type { Step } from "../setup/step.ts";
import { testDir } from "./places.ts";

/** A program of npm that tests call, and the packages that it loads by name. */
export interface NodePackage {
  readonly name: string;
  readonly version: string;
  readonly plugins?: Readonly<Record<string, string>>;
  /** What the first set-up takes. */
  readonly seconds: number;
}

export const danger: NodePackage = { name: "danger", version: "14.0.7", seconds: 10 };
export const semanticRelease: NodePackage = {
  name: "semantic-release",
  version: "25.0.9",
  plugins: { "@semantic-release/gitlab": "13.3.3" },
  seconds: 30,
};

/** The folder whose `node_modules` the package is in. */
export function nodeFolderOf({ name, version }: NodePackage): string {
  return join(testDir, `${name}-${version}`);
}

export function nodePackageStep(wanted: NodePackage): Step {
  const { name, version, plugins = {}, seconds } = wanted;
  return {
    name: `${name} ${version}`,
    seconds,
    done: () => existsSync(nodeFolderOf(wanted)),
    run: (activity) =>
      withFolder(testDir, async (folder) => {
        const target = join(folder, "installed");
        mkdirSync(target);
        const packages = Object.entries({ [name]: version, ...plugins }).map((pair) => pair.join("@"));
        const npm = [
          "install",
          "--prefix",
          target,
          "--no-audit",
          "--no-fund",
          "--ignore-scripts",
          "--loglevel=error",
        ];
        await activity.run("npm", [...npm, ...packages], { fetches: true });
        renameSync(target, nodeFolderOf(wanted));
      }),
  };
}
