import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianFingerprint, debianTar, imageCache } from "../images/debian.ts";
import { labelsOf } from "../images/engine.ts";
import { withFolder } from "../setup/files.ts";
import { checkout } from "../setup/places.ts";
import { fingerprint } from "../setup/recipe.ts";
import type { Activity, Step } from "../setup/step.ts";

/** What the references of images start with that tests build and keep. */
export const built = "smallboat-test/";

/** An image with programs that take a while to fetch. */
interface TestImage {
  readonly reference: string;
  /** With its Dockerfile, relative to the checkout. */
  readonly folder: string;
  /** How long a build takes on two cores from nothing. */
  readonly seconds: number;
}

export const postgres: TestImage = {
  reference: `${built}postgres:17`,
  folder: "dev/toolchain/tests/images/postgres",
  seconds: 30,
};

export const ruby: TestImage = {
  reference: `${built}ruby:debian`,
  folder: "dev/toolchain/tests/images/ruby",
  seconds: 30,
};

/** Images of examples that several tests start from. */
const examples: readonly TestImage[] = [
  {
    reference: `${built}kubernetes-deployer:1.1.0`,
    folder: "examples/kubernetes-deployer",
    seconds: 10,
  },
  { reference: `${built}base-image:1.0.0`, folder: "examples/base-image", seconds: 5 },
];

/** Says of an image from which sources it was built. */
export function recipeLabel(folder: string): string {
  return `smallboat.recipe=${fingerprint(join(checkout, folder), [])}`;
}

async function hasLabel(reference: string, label: string): Promise<boolean> {
  const labels = (await labelsOf([reference])).get(reference) ?? {};
  return Object.entries(labels).some(([name, value]) => `${name}=${value}` === label);
}

function imageStep(reference: string, seconds: number, label: string, run: Step["run"]): Step {
  return { name: `image ${reference}`, seconds, done: () => hasLabel(reference, label), run };
}

function dockerfileStep({ reference, folder, seconds }: TestImage): Step {
  const label = recipeLabel(folder);
  return imageStep(reference, seconds, label, (activity) =>
    activity.run("docker", ["build", "--tag", reference, "--label", label, join(checkout, folder)]),
  );
}

/** Debian 12's own Python. */
export const olderPython = "3.11";

/** Takes the place of the official image of a Python version. */
export function pythonReference(version: string): string {
  return `${built}python:${version}-slim`;
}

async function buildOlderPython(reference: string, label: string, activity: Activity): Promise<void> {
  await withFolder(imageCache, async (folder) => {
    await debianTar(join(folder, "rootfs.tar"), ["python3", "python3-venv"], activity, "bookworm");
    writeFileSync(join(folder, "Dockerfile"), 'FROM scratch\nADD rootfs.tar /\nCMD ["python3"]\n');
    await activity.run("docker", ["build", "--tag", reference, "--label", label, folder]);
  });
}

export function testImageSteps(): Step[] {
  const older = pythonReference(olderPython);
  const label = `smallboat.recipe=${debianFingerprint("bookworm")}`;
  return [
    imageStep(older, 45, label, (activity) => buildOlderPython(older, label, activity)),
    ...[...examples, postgres, ruby].map(dockerfileStep),
  ];
}
