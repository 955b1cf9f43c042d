import { type Problem, problemLine } from "../problems/index.ts";
import { type Engine, EngineError } from "./client.ts";
import { registryOf } from "./image-names.ts";
import { type RegistryCredentials, registryDigest } from "./registry.ts";

/** An image that a run pulls if the engine lacks it. */
export interface PulledImage {
  readonly reference: string;
  /** The file position or settings path that names it. */
  readonly where: string;
  readonly login?: RegistryCredentials | undefined;
  /** True if a pipeline may still push it. Then its absence is no problem. */
  readonly isYetToCome: boolean;
}

/** An engine, the images that a run pulls onto it, and the images that it lacks. */
export interface ImageTarget {
  readonly engine: Engine;
  /** The host's name in messages. */
  readonly host: string;
  /** The images, each once. */
  readonly pulled: readonly PulledImage[];
  readonly lacked: ReadonlySet<string>;
}

export interface AbsentImages {
  /** Images that their registry does not have. The run would fail half-way. */
  readonly problems: readonly Problem[];
  /** A line for each registry that could not be asked, and each reason. */
  readonly warnings: readonly string[];
}

/** Milliseconds for all registries, which are asked at the same time. */
const patience = 5_000;

/**
 * Asks registries, over the engines' own connections, whether they have the images that the engines lack. Changes
 * nothing.
 */
export async function absentImages(targets: readonly ImageTarget[]): Promise<AbsentImages> {
  const findings = (await Promise.all(targets.map(askFor))).flat();
  const faults = findings.filter(({ image }) => !image.isYetToCome);
  const absent = faults.filter(({ failure }) => failure === undefined).map(({ image }) => image);
  return {
    // Several engines may lack the same image.
    problems: uniqueByReference(absent).map(absence),
    warnings: unanswered(faults),
  };
}

/** The images without later ones of the same reference. */
export function uniqueByReference(images: readonly PulledImage[]): PulledImage[] {
  const isFirst = ({ reference }: PulledImage, index: number) =>
    images.findIndex((each) => each.reference === reference) === index;
  return images.filter(isFirst);
}

interface Finding {
  readonly host: string;
  readonly image: PulledImage;
  /** Why the registry could not be asked. Undefined if it answered that it does not have the image. */
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
      remedy: "the run goes on, and fails if an image cannot be pulled",
    });
  });
}
