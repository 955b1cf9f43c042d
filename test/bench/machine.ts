import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { type Engine, engineVersion } from "../../engine/client.ts";

/** What the times depend on besides the contenders. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly versions: Readonly<Record<string, string>>;
}

export async function describeMachine(engine: Engine, bin: string): Promise<Machine> {
  const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null" };
  const print = (command: string, ...args: string[]) =>
    execFileSync(command, args, { encoding: "utf8", env }).trim();
  const tofu = JSON.parse(print(join(bin, "tofu"), "version", "-json")) as { terraform_version: string };
  return {
    processor: cpus()[0]?.model ?? "",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    versions: {
      node: process.version,
      docker: await engineVersion(engine),
      pulumi: print("pulumi", "version"),
      compose: print(join(bin, "docker-compose"), "version", "--short"),
      tofu: tofu.terraform_version,
      "terraform-provider-docker": providerVersion(),
    },
  };
}

/** The provider prints no version of its own; the module that builds it says which one it is. */
function providerVersion(): string {
  const module = join(import.meta.dirname, "peers/terraform-provider-docker/go.mod");
  return /^replace .* => \S+ (\S+)$/m.exec(readFileSync(module, "utf8"))?.[1] ?? "";
}
