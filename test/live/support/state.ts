import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project.ts";

type Json = { [key: string]: unknown };

/** Rewrites a stage's state. `change` changes each object in it, also in its secrets. */
export async function rewriteState(project: Project, change: (object: Json) => Json): Promise<void> {
  const { stdout } = await project.pulumi("stack", "export", "--show-secrets");
  const file = join(project.folder, "state.json");
  writeFileSync(file, JSON.stringify(changed(JSON.parse(stdout), change)));
  const { code, stderr } = await project.pulumi("stack", "import", "--file", file);
  if (code !== 0) throw new Error(stderr);
}

function changed(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((each) => changed(each, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    key === "plaintext" ? JSON.stringify(changed(JSON.parse(each), change)) : changed(each, change),
  ]);
  return change(Object.fromEntries(entries));
}
