import picomatch from "picomatch";
import type { DockerSettings, PullPolicy } from "../config/docker.ts";
import type { Image, Job } from "../protocol/job.ts";
import { checkImage } from "./shell.ts";
import type { Variables } from "./variables.ts";

/** The images of a job, and how each is pulled. */
export interface Images {
  readonly image: string;
  readonly pulls: Readonly<Record<string, readonly PullPolicy[]>>;
}

/** @throws if the runner's settings forbid an image, or the job has none */
export function images(job: Job, variables: Variables, settings: DockerSettings): Images {
  const image = variables.expand(job.image?.name || settings.image || "");
  if (image === "") throw new Error("the job names no image, and neither does the runner's config.toml");
  const services = (job.services ?? []).map((service) => [variables.expand(service.name), service] as const);
  for (const name of [image, ...services.map(([name]) => name)]) checkImage(name);
  if (image !== settings.image) allow("image", image, settings.allowedImages);
  for (const [name] of services) allow("service", name, settings.allowedServices);
  const all: readonly (readonly [string, Image | null | undefined])[] = [[image, job.image], ...services];
  return {
    image,
    pulls: Object.fromEntries([
      ["*", settings.pullPolicies],
      ...all.map(([name, image]) => [tagged(name), policies(image, settings)] as const),
    ]),
  };
}

function allow(what: string, name: string, patterns: readonly string[]): void {
  if (patterns.length === 0 || picomatch([...patterns])(name)) return;
  throw new Error(`the ${what} ${name} is not on the list of allowed ${what}s: ${patterns.join(", ")}`);
}

function policies(image: Image | null | undefined, settings: DockerSettings): readonly PullPolicy[] {
  const wanted = image?.pull_policy ?? [];
  if (wanted.length === 0) return settings.pullPolicies;
  const allowed = settings.allowedPullPolicies.filter((policy) => wanted.includes(policy));
  if (allowed.length > 0) return allowed;
  throw new Error(
    `pull policy ${wanted.join(", ")}: the runner allows ${settings.allowedPullPolicies.join(", ")}`,
  );
}

/** The name by which gitlab-ci-local asks for it. */
function tagged(image: string): string {
  return image.includes(":") ? image : `${image}:latest`;
}
