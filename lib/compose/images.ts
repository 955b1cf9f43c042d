import type { Problem } from "../problems/index.ts";
import { planBuild, type ReportProblem } from "./build/plan-build.ts";
import { withoutUndefined } from "./defined.ts";
import { hashOf } from "./hash/content-hash.ts";
import { referenceFault } from "./image-reference.ts";
import type { LoadedStack } from "./load.ts";
import type { Service } from "./model.ts";
import type { ImagePlan } from "./stack-plan.ts";
import { position } from "./tree/node.ts";

/** The images of a stack: one for each reference and platform, even if several services run it. */
export function planImages(stack: LoadedStack, problems: Problem[]): ImagePlan[] {
  const images = new Map<string, ImagePlan>();
  const faults = new Map<string, ImageFault>();
  for (const [name, service] of Object.entries(stack.model.services)) {
    const key = imageKey(stack, name);
    const report = reporter(stack, name, key, faults);
    const image = planImage(key, name, service, stack, report);
    const other = images.get(key);
    if (other?.build && image.build && buildOf(other) !== buildOf(image)) {
      report("build", "one build for one image", "two", "give the images different names");
    }
    images.set(key, other ? merged(other, image) : image);
  }
  problems.push(...[...faults.values()].map(imageProblem));
  return [...images.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function buildOf({ build, dockerfile }: ImagePlan): string {
  return hashOf([build, dockerfile]);
}

/** The key of a service's image in the plan. */
export function imageKey(stack: LoadedStack, name: string): string {
  const { image = `${stack.model.name}-${name}`, platform } = stack.model.services[name] as Service;
  return platform ? `${image} ${platform}` : image;
}

function planImage(
  key: string,
  name: string,
  service: Service,
  stack: LoadedStack,
  report: ReportProblem,
): ImagePlan {
  const { platform, build, pull_policy } = service;
  if (pull_policy === "build" && !build) {
    report("pull_policy", "build beside it", "none", "write build or another policy");
  }
  const reference = service.image ?? key.split(" ")[0] ?? key;
  checkReference("image", reference, report);
  for (const tag of build?.tags ?? []) checkReference("build.tags", tag, report);
  const where = position(stack.place(["services", name, "image"]));
  const image = withoutUndefined({ key, reference, where, platform, pull: pullOf(pull_policy) });
  return build ? { ...image, ...planBuild(build, platform, stack, report) } : image;
}

function checkReference(key: string, reference: string, report: ReportProblem): void {
  const fault = referenceFault(reference);
  if (fault) report(key, fault.expected, `"${reference}"`, fault.remedy);
}

/** Every policy that looks for a newer image counts as `always`. Images are checked at each update only. */
function pullOf(policy: string | undefined): ImagePlan["pull"] {
  if (policy === "never") return policy;
  return policy === undefined || policy === "missing" || policy === "build" ? "missing" : "always";
}

function merged(a: ImagePlan, b: ImagePlan): ImagePlan {
  const pull = (["always", "missing"] as const).find((each) => a.pull === each || b.pull === each) ?? "never";
  return { ...b, ...a, ...(b.build ? b : {}), where: a.where, pull };
}

/** The fault of an image, reported once for all services that use it. */
interface ImageFault extends Problem {
  /** Every `services.<name>.<key>` that has the fault. */
  readonly keys: string[];
}

function imageProblem({ keys, expected, ...problem }: ImageFault): Problem {
  return { ...problem, expected: `${keys.join(", ")}: ${expected}` };
}

function reporter(
  stack: LoadedStack,
  name: string,
  image: string,
  faults: Map<string, ImageFault>,
): ReportProblem {
  return (key, expected, found, remedy) => {
    const fault = JSON.stringify([image, key, expected, found]);
    const path = position(stack.place(["services", name, ...key.split(".")]));
    const known: ImageFault = faults.get(fault) ?? { path, expected, found, remedy, keys: [] };
    known.keys.push(`services.${name}.${key}`);
    faults.set(fault, known);
  };
}
