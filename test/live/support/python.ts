import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, type Outcome, run } from "./command.ts";

/** Writes a package in the format of PyPI, a wheel with one module that holds the word. @returns its path */
export async function wheel(folder: string, name: string, release: string, word: string): Promise<string> {
  const info = `${name}-${release}.dist-info`;
  const files = {
    [`${name}.py`]: `word = "${word}"\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${release}\n`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${info}/RECORD`]: `${name}.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
  };
  const content = mkdtempSync(join(folder, "wheel-"));
  mkdirSync(join(content, info));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(content, file), text);
  const path = join(folder, `${name}-${release}-py3-none-any.whl`);
  rmSync(path, { force: true });
  await run("python3", ["-m", "zipfile", "-c", path, `${name}.py`, info], { cwd: content });
  return path;
}

/** Calls pip with this index only. */
export function pip(index: string, ...args: string[]): Promise<Outcome> {
  const [command = "", ...rest] = args;
  const options = ["--isolated", "--no-deps", "--no-cache-dir", "--disable-pip-version-check", "--quiet"];
  return attempt("python3", ["-m", "pip", command, ...options, "--index-url", `${index}/simple`, ...rest]);
}
