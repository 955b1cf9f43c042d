import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { built, recipeLabel } from "../../../dev/toolchain/tests/images.ts";
import { docker, run } from "./command.ts";

/** The folder of an example. */
export function example(name: string): string {
  return join(checkout, "examples", name);
}

/** A copy of an example's files without those that git ignores. It is removed after `use`. */
export async function withCopy<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    const listing = ["ls-files", "--cached", "--others", "--exclude-standard"];
    for (const file of (await run("git", listing, { cwd: example(name) })).split("\n")) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(example(name), file), join(folder, file));
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds the image of an example, or of a folder below it. @returns its reference */
export async function builtImage(name: string, folder = ""): Promise<string> {
  const tags: Record<string, string> = { "base-image": "1.0.0", "kubernetes-deployer": "1.1.0" };
  const reference = `${built}${name}:${tags[name] ?? "test"}`;
  const starts = name === "worker-server" ? ["--build-arg", `IMAGES=${built}`] : [];
  const label = ["--label", recipeLabel(join("examples", name, folder))];
  await docker("build", "--quiet", ...starts, ...label, "--tag", reference, join(example(name), folder));
  return reference;
}
