import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "../setup/go.ts";
import type { Activity } from "../setup/step.ts";
import { debianTar } from "./debian.ts";
import type { Part } from "./recipes.ts";

/** Puts a part into the build context. All fetching happens here, with this machine's settings. */
export async function fetchPart(part: Part, context: string, activity: Activity): Promise<void> {
  switch (part.kind) {
    case "debian": {
      const tar = join(context, "rootfs.tar");
      await debianTar(tar, part.packages, activity);
      if (part.only)
        await unpack(
          tar,
          join(context, "rootfs"),
          part.only.map((path) => `./${path}`),
          activity,
        );
      return;
    }
    case "go":
      return build([part.program], context, activity);
    case "wheels": {
      activity.say("fetching wheels");
      const exactly = ["--no-deps", "--only-binary=:all:", `--python-version=${part.python}`];
      const wanted = ["--requirement", join(context, "requirements.txt"), "--dest", join(context, "wheels")];
      return activity.run("python3", ["-m", "pip", "download", ...exactly, ...wanted], { fetches: true });
    }
    case "npm": {
      activity.say(`fetching ${part.package}`);
      const download = join(context, `${part.name}.download`);
      await mkdir(download);
      await activity.run("npm", ["pack", "--loglevel=error", "--pack-destination", download, part.package], {
        fetches: true,
      });
      const [archive = ""] = await readdir(download);
      return unpack(join(download, archive), join(context, part.name), ["--strip-components=1"], activity);
    }
  }
}

async function unpack(archive: string, folder: string, options: string[], activity: Activity): Promise<void> {
  await mkdir(folder);
  await activity.run("tar", ["-xf", archive, "-C", folder, ...options]);
}
