import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { imageSteps } from "../images/steps.ts";
import { cliStep } from "./cli.ts";
import { composeStep } from "./compose.ts";
import { dockerStep } from "./docker.ts";
import { ReleaseSite } from "./download.ts";
import { packagesStep } from "./packages.ts";
import { checkout, stateDir } from "./places.ts";
import { pluginSteps } from "./plugins.ts";
import { stateStep } from "./state.ts";
import type { Step } from "./step.ts";

/** Where Pulumi publishes its CLI and plugins; a mirror of it can be named in the environment. */
const officialReleases = "https://get.pulumi.com/releases";

/** What Pulumi needs to run: neither an engine nor images. */
export function toolSteps(): Step[] {
  const site = new ReleaseSite(process.env.SMALLBOAT_PULUMI_DOWNLOAD_URL || officialReleases);
  return [stateStep, packagesStep, cliStep(site), ...pluginSteps(site)];
}

/** All that a stage needs on a machine whose own engine carries some of it, in the order in which it can be had. */
export function steps(): Step[] {
  const engine = dockerStep({
    address: process.env.DOCKER_HOST || "unix:///var/run/docker.sock",
    dockerd: ["dockerd"],
    logFile: join(stateDir, "logs", "dockerd.log"),
  });
  const [state, packages, ...pulumi] = toolSteps() as [Step, Step, ...Step[]];
  return [state, packages, engine, ...pulumi, ...imageSteps(), composeStep(engine)];
}

/** Whether a stage has a host whose engine is one of this machine, by its settings file. */
export function usesThisMachine(settings: string): boolean {
  return /^[^#\n]*\bengine["']?:\s*["']?unix:/m.test(settings);
}

/** All that the stage needs that the variable STAGE names. */
export function stageSteps(stage = process.env.STAGE || "dev"): Step[] {
  const file = join(checkout, `Pulumi.${stage}.yaml`);
  const isElsewhere = existsSync(file) && !usesThisMachine(readFileSync(file, "utf8"));
  return isElsewhere ? toolSteps() : steps();
}
