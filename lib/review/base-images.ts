import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { ImagePlan } from "../compose/index.ts";

/** The images on which a build stands, as its Dockerfile names them. Names with variables are left out. */
export function baseImages({ build, dockerfile }: ImagePlan): string[] {
  if (!build) return [];
  const file = isAbsolute(build.context) && resolve(build.context, build.dockerfile ?? "Dockerfile");
  const text = dockerfile ?? (file && existsSync(file) ? readFileSync(file, "utf8") : "");
  const stages = [...text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)];
  const names = new Set(["scratch", ...stages.map(([, , name]) => name)]);
  return stages.flatMap(([, image = ""]) => (names.has(image) || image.includes("$") ? [] : [image]));
}
