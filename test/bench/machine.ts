import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { engineVersion } from "../../lib/docker/client.ts";
import type { Place } from "./place.ts";
import type { PlaceName } from "./scenario.ts";

/** What the times depend on besides the contenders. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Of the minute before the first run: above 0.5 somebody else was at work. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** To be asked before the first run. */
export async function describeMachine(places: ReadonlyMap<PlaceName, Place>, bin: string): Promise<Machine> {
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const [place] = places.values();
  const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null" };
  const print = (command: string, ...args: string[]) =>
    execFileSync(command, args, { encoding: "utf8", env }).trim();
  const tofu = JSON.parse(print(join(bin, "tofu"), "version", "-json")) as { terraform_version: string };
  return {
    processor: cpus()[0]?.model ?? "",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load,
    versions: {
      node: process.version,
      docker: place ? await engineVersion(place.engine) : "",
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
