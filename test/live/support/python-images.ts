import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianFingerprint, debianTar } from "../../../toolchain/images/debian.ts";
import { withFolder } from "../../../toolchain/setup/files.ts";
import { cacheDir, stateDir } from "../../../toolchain/setup/places.ts";
import { runSteps } from "../../../toolchain/setup/step.ts";
import { docker, dockerLines } from "./command.ts";
import { built } from "./examples.ts";

/** Debian 12's own Python, in place of an official image: no registry of images need be reached. */
const [older, suite] = ["3.11", "bookworm"];
const newer = "3.13";

/** What `pythonImage` of a project may be, once `ensurePythons` is through. */
export const pythonImage = `${built}python:$PYTHON_VERSION-slim`;

/** Provides images of two versions of Python. @returns the versions @throws Error where that fails */
export async function ensurePythons(): Promise<readonly [string, string]> {
  const reference = image(older);
  const label = `smallboat.recipe=${debianFingerprint(suite)}`;
  const step = {
    name: `image ${reference}`,
    seconds: 60,
    done: async () =>
      (await dockerLines("images", "--quiet", "--filter", `label=${label}`, reference)).length > 0,
    run: (activity: Parameters<typeof debianTar>[2]) =>
      withFolder(join(cacheDir, "images"), async (folder) => {
        await debianTar(join(folder, "rootfs.tar"), ["python3", "python3-venv"], activity, suite);
        writeFileSync(join(folder, "Dockerfile"), 'FROM scratch\nADD rootfs.tar /\nCMD ["python3"]\n');
        await activity.run("docker", ["build", "--tag", reference, "--label", label, folder]);
      }),
  };
  if (!(await runSteps([step], { stateDir, out: process.stderr })))
    throw new Error(`${reference} could not be built: its log says why.`);
  await docker("tag", `python:${newer}-slim`, image(newer));
  return [older, newer];
}

function image(version: string): string {
  return pythonImage.replace("$PYTHON_VERSION", version);
}
