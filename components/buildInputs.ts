import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { BuildFields, ImagePlan } from "../compose/index.ts";

/** Beside the state; what is in it can always be written again. */
const folder = join(".smallboat", "dockerfiles");

/** The provider's `build`. A Dockerfile that stands in the compose file is written into one of its own first. */
export function buildInputs({ dockerfile }: ImagePlan, build: BuildFields): BuildFields {
  if (dockerfile === undefined) return build;
  const path = join(process.cwd(), folder, createHash("sha256").update(dockerfile).digest("hex"));
  if (!existsSync(path)) {
    mkdirSync(join(process.cwd(), folder), { recursive: true, mode: 0o700 });
    writeFileSync(path, dockerfile, { mode: 0o600 });
  }
  return { ...build, dockerfile: relative(build.context, path) };
}
