import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The id by which GitLab tells apart two runners with one token. It is made once and kept in `data`. */
export async function systemId(data: string): Promise<string> {
  const file = join(data, "system_id");
  await mkdir(data, { recursive: true });
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept !== "") return kept;
  const made = `r_${randomBytes(6).toString("hex")}`;
  await writeFile(file, made);
  return made;
}
