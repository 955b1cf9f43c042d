import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built } from "../../../dev/toolchain/tests/images.ts";
import { docker } from "./command.ts";

/** The lines of a log in which a recorder prints its calls. */
export function recorded(log: string): string[] {
  return log.split("\n").flatMap((line) => (line.startsWith("RECORDED ") ? [line.slice(9)] : []));
}

/**
 * An image whose programs only print their calls, in place of programs that would reach a cloud. @param
 * programs by name; each value is a shell script that runs after the print @returns its reference
 */
export async function recorder(base: string, programs: Readonly<Record<string, string>>): Promise<string> {
  const scripts = Object.entries(programs).map(
    ([name, more]) => [name, `#!/bin/sh\necho "RECORDED ${name} $*" >&2\n${more}\n`] as const,
  );
  const dockerfile = `FROM ${base}\nCOPY programs/ /usr/local/bin/\n`;
  const content = createHash("sha256").update(JSON.stringify([dockerfile, scripts]));
  const reference = `${built}recorder:${content.digest("hex").slice(0, 12)}`;
  const folder = mkdtempSync(join(tmpdir(), "recorder-"));
  try {
    mkdirSync(join(folder, "programs"));
    for (const [name, script] of scripts)
      writeFileSync(join(folder, "programs", name), script, { mode: 0o755 });
    writeFileSync(join(folder, "Dockerfile"), dockerfile);
    await docker("build", "--quiet", "--tag", reference, folder);
    return reference;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
