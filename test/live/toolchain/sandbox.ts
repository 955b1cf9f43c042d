import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { composeProgram } from "../../../dev/toolchain/setup/compose.ts";
import { onPath } from "../../../dev/toolchain/setup/files.ts";
import { findGo } from "../../../dev/toolchain/setup/go.ts";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { programFile } from "../../../dev/toolchain/setup/program.ts";

export interface Outcome {
  readonly code: number;
  /** Times as `_:__`, without the lines that only say how far a step is. */
  readonly lines: string[];
}

/** A checkout with what set-up needs, and an empty home folder, that go with the test. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), "setup-"));
  readonly checkout = join(this.root, "checkout");
  readonly home = join(this.root, "home");
  readonly pulumiHome = join(this.home, ".pulumi");

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.checkout);
    const packages = "node_modules/.package-lock.json";
    for (const name of ["Makefile", "package.json", "package-lock.json", packages, "sdks", "dev"]) {
      cpSync(join(checkout, name), join(this.checkout, name), { recursive: true });
    }
    const plugins = join(this.home, ".docker/cli-plugins");
    mkdirSync(plugins, { recursive: true });
    symlinkSync(programFile(composeProgram), join(plugins, "docker-compose"));
    // Stands in for making the stage, which the programs that these tests install in Pulumi's place cannot do.
    mkdirSync(join(this.checkout, "cli"));
    writeFileSync(join(this.checkout, "cli/init.ts"), "");
  }

  /** Runs make as a user would. */
  async make(target: string, variables: Record<string, string> = {}): Promise<Outcome> {
    const { code, text } = await this.shell(`make ${target} 2>&1`, variables);
    const lines = text
      .trimEnd()
      .replaceAll(/(?<=[ (])\d+:\d\d\b/g, "_:__")
      .replaceAll(/\d+\.\d s/g, "_ s")
      .split("\n");
    return {
      code,
      lines: lines.filter(
        (line) => !/^make: |^\[.*\((expected|last time) _:__, _:__ left in all\)$/.test(line),
      ),
    };
  }

  /** What a script prints in the checkout, with this machine's Node, Go and Go caches and no Pulumi settings. */
  async shell(
    script: string,
    variables: Record<string, string> = {},
  ): Promise<{ code: number; text: string }> {
    const kept = Object.entries(process.env).filter(([name]) => !/^(PULUMI_|MAKE|XDG_)/.test(name));
    const env = { ...Object.fromEntries(kept), ...tools(), HOME: this.home, ...variables };
    const shell = spawn("sh", ["-c", script], {
      cwd: this.checkout,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    shell.stdout.on("data", (chunk) => {
      text += chunk;
    });
    const [code] = await once(shell, "close");
    return { code, text };
  }

  /** A folder with a program of one's own, first on the PATH that is returned. */
  withProgram(name: string, script: string): { PATH: string } {
    const folder = mkdtempSync(join(this.root, "bin-"));
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { PATH: [folder, tools().PATH].join(delimiter) };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** Without Pulumi's folder, so that the sandbox has to find one by itself. */
function tools(): { PATH: string } {
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => onPath("pulumi", folder) === undefined);
  const go = findGo();
  if (!go) return { PATH: [dirname(process.execPath), ...folders].join(delimiter) };
  const caches = execFileSync(go, ["env", "-json", "GOCACHE", "GOMODCACHE"], { encoding: "utf8" });
  return {
    PATH: [dirname(process.execPath), dirname(go), ...folders].join(delimiter),
    ...JSON.parse(caches),
  };
}
