import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { imageSteps, isThere } from "../images/steps.ts";
import { cliStep } from "./cli.ts";
import { composeStep } from "./compose.ts";
import { dockerStep } from "./docker.ts";
import { ReleaseSite } from "./download.ts";
import { packagesStep } from "./packages.ts";
import { checkout, stateDir } from "./places.ts";
import { missingPlugins, pluginSteps } from "./plugins.ts";
import { stateStep } from "./state.ts";
import type { Step } from "./step.ts";

/** Pulumi's release site for CLI and plugins. The environment may name a mirror. */
const officialReleases = "https://get.pulumi.com/releases";

/** The steps that Pulumi itself needs, without an engine and images. */
export function toolSteps(): Step[] {
  const site = new ReleaseSite(process.env.SMALLBOAT_PULUMI_DOWNLOAD_URL || officialReleases);
  return [stateStep, packagesStep, cliStep(site, missingPlugins), ...pluginSteps(site)];
}

/** Provides the engine of this machine. */
export function engineStep(): Step {
  return dockerStep({
    address: process.env.DOCKER_HOST || "unix:///var/run/docker.sock",
    dockerd: ["dockerd"],
    logFile: join(stateDir, "logs", "dockerd.log"),
  });
}

/** All steps for a stage with a host on this machine, in the order of their dependencies. */
export function steps(engine = engineStep()): Step[] {
  const [state, packages, ...pulumi] = toolSteps() as [Step, Step, ...Step[]];
  return [state, packages, engine, ...pulumi, ...imageSteps(undefined, isThere, engine), composeStep(engine)];
}

/** True if a stage's settings file has a host with an engine on this machine. */
export function usesThisMachine(settings: string): boolean {
  return /^[^#\n]*\bengine["']?:\s*["']?unix:/m.test(settings);
}

/** The steps for the stage that the variable STAGE names. */
export function stageSteps(stage = process.env.STAGE || "dev"): Step[] {
  const file = join(checkout, `Pulumi.${stage}.yaml`);
  const isElsewhere = existsSync(file) && !usesThisMachine(readFileSync(file, "utf8"));
  return isElsewhere ? toolSteps() : steps();
}
