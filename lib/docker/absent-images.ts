import { type Problem, problemLine } from "../problems/index.ts";
import { type Engine, EngineError } from "./client.ts";
import { registryOf } from "./image-names.ts";
import { type RegistryCredentials, registryDigest } from "./registry.ts";

/** An image that a run would pull where an engine lacks it. */
export interface PulledImage {
  readonly reference: string;
  /** What asks for it: a file position, or a settings path. */
  readonly where: string;
  readonly login?: RegistryCredentials | undefined;
  /** A pipeline may push it yet: its absence is no fault. */
  readonly isYetToCome: boolean;
}

/** An engine, what a run pulls onto it, and what of all its images it lacks. */
export interface ImageTarget {
  readonly engine: Engine;
  /** As messages call it. */
  readonly host: string;
  /** Each once. */
  readonly pulled: readonly PulledImage[];
  readonly lacked: ReadonlySet<string>;
}

export interface AbsentImages {
  /** Images that their registry does not have: the run would fail half-way. */
  readonly problems: readonly Problem[];
  /** What could not be found out, a line for each registry and reason. */
  readonly warnings: readonly string[];
}

/** Milliseconds for all registries together, as they are asked at the same time. */
const patience = 5_000;

/**
 * Asks the registries of the images that engines lack, over each engine's own connection, whether they have them.
 * Changes nothing.
 */
export async function absentImages(targets: readonly ImageTarget[]): Promise<AbsentImages> {
  const findings = (await Promise.all(targets.map(askFor))).flat();
  const faults = findings.filter(({ image }) => !image.isYetToCome);
  const absent = faults.filter(({ failure }) => failure === undefined).map(({ image }) => image);
  return {
    // Several engines may lack it.
    problems: uniqueByReference(absent).map(absence),
    warnings: unanswered(faults),
  };
}

/** Of images with the same reference the first. */
export function uniqueByReference(images: readonly PulledImage[]): PulledImage[] {
  const isFirst = ({ reference }: PulledImage, index: number) =>
    images.findIndex((each) => each.reference === reference) === index;
  return images.filter(isFirst);
}

interface Finding {
  readonly host: string;
  readonly image: PulledImage;
  /** Why the registry did not say; undefined where it says that it has no such image. */
  readonly failure: string | undefined;
}

async function askFor({ engine, host, pulled, lacked }: ImageTarget): Promise<Finding[]> {
  const asked = pulled
    .filter(({ reference }) => lacked.has(reference))
    .map(async (image): Promise<Finding[]> => {
      try {
        const digest = await registryDigest(engine, image.reference, image.login, patience);
        return digest === undefined ? [{ host, image, failure: undefined }] : [];
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        return [{ host, image, failure: error.message }];
      }
    });
  return (await Promise.all(asked)).flat();
}

function absence({ reference, where }: PulledImage): Problem {
  return {
    path: where,
    expected: `image ${reference} in its registry`,
    found: "no such image there",
    remedy: "correct its name or tag, or push it first",
  };
}

function unanswered(findings: readonly Finding[]): string[] {
  const unreachable = findings.filter(({ failure }) => failure !== undefined);
  const keyOf = ({ image, failure }: Finding) => `${registryOf(image.reference)} ${failure}`;
  const list = (texts: readonly string[]) => [...new Set(texts)].join(", ");
  return [...new Set(unreachable.map(keyOf))].map((key) => {
    const group = unreachable.filter((finding) => keyOf(finding) === key);
    const [{ image, failure = "" }] = group as [Finding];
    const names = list(group.map(({ image: { reference } }) => reference));
    const hosts = list(group.map(({ host }) => host));
    return problemLine({
      path: image.where,
      expected: `${registryOf(image.reference)} to tell whether it has ${names}, to be pulled onto ${hosts}`,
      found: `"${failure.split("\n")[0]}"`,
      remedy: "the run goes on, and fails where an image cannot be pulled",
    });
  });
}
