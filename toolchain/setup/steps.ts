import { join } from "node:path";
import { imageSteps } from "../images/steps.ts";
import { cliStep } from "./cli.ts";
import { composeStep } from "./compose.ts";
import { dockerStep } from "./docker.ts";
import { ReleaseSite } from "./download.ts";
import { packagesStep } from "./packages.ts";
import { stateDir } from "./places.ts";
import { pluginSteps } from "./plugins.ts";
import { stateStep } from "./state.ts";
import type { Step } from "./step.ts";

/** Where Pulumi publishes its CLI and plugins; a mirror of it can be named in the environment. */
const officialReleases = "https://get.pulumi.com/releases";

/** All that a stage needs, in the order in which it can be had. */
export function steps(): Step[] {
  const site = new ReleaseSite(process.env.SMALLBOAT_PULUMI_DOWNLOAD_URL || officialReleases);
  const engine = {
    address: process.env.DOCKER_HOST || "unix:///var/run/docker.sock",
    dockerd: ["dockerd"],
    logFile: join(stateDir, "logs", "dockerd.log"),
  };
  const pulumi = [cliStep(site), ...pluginSteps(site)];
  return [stateStep, packagesStep, dockerStep(engine), ...pulumi, ...imageSteps(), composeStep()];
}
