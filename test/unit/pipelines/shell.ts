import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
}

interface Circumstances {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs lines of a job as a runner does: in one POSIX shell that ends with the first command that fails. */
export function runScript(lines: readonly string[], { files = {}, variables = {} }: Circumstances = {}): Ran {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-script-"));
  try {
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, name), text, { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync("sh", ["-e"], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}`, ...variables },
      input: lines.join("\n"),
      encoding: "utf8",
    });
    return { code: status, lines: `${stdout}${stderr}`.split("\n").filter((line) => line !== "") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
