import { familiarName } from "../docker/image-names.ts";
import type { ListedImage } from "../docker/images.ts";
import { finding } from "./finding.ts";
import { type LookAnswer, noAnswer } from "./look-answer.ts";
import type { Finding } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";
import { type Judged, thingOf } from "./thing.ts";

/** Compares a recorded image with the one that has its name now, on its engine and in its registry. */
export function judgeImage(recorded: RecordedThing, { snapshot, digests }: LookAnswer): Judged {
  const { inputs, outputs } = recorded;
  const image = imageNamed(snapshot.images ?? [], String(inputs.name));
  if (!image) {
    const findings = [finding(recorded, { field: "existence", text: "removed" })];
    return { thing: { ...thingOf(recorded, findings), health: "missing" }, findings };
  }
  const isMoved = outputs.imageId !== undefined && image.Id !== outputs.imageId;
  const isKept = snapshot.images?.some(({ Id }) => Id === outputs.imageId) ?? false;
  const findings = isMoved ? [moved(recorded, isKept)] : outdated(recorded, image, digests);
  const thing = thingOf(recorded, findings);
  const isUnanswered = findings.length === 0 && digests.get(String(inputs.name)) === noAnswer;
  return {
    thing: isUnanswered ? { ...thing, sync: "not checked", state: "its registry does not answer" } : thing,
    findings,
  };
}

/** The image of this reference. */
function imageNamed(images: readonly ListedImage[], reference: string): ListedImage | undefined {
  const name = familiarName(reference);
  return images.find(({ RepoTags, RepoDigests }) => RepoTags?.includes(name) || RepoDigests?.includes(name));
}

/** @param isKept whether the engine still has the recorded image, which then gets its name back */
function moved(recorded: RecordedThing, isKept: boolean): Finding {
  const facts = { field: "image", text: "moved to another image" };
  if (isKept) return finding(recorded, facts);
  const { name, inputs } = recorded;
  const advice = inputs.build
    ? `remove it there ("docker image rm --force ${name}"), then run "make up"`
    : `pull it there again ("docker pull ${name}"), or run "make up" to go on with the other image`;
  return finding(recorded, { ...facts, remedy: "person", advice });
}

const deploy = '"make deploy STACK=<host>/<stack>"';

function outdated(
  recorded: RecordedThing,
  { RepoDigests }: ListedImage,
  digests: LookAnswer["digests"],
): Finding[] {
  const digest = digests.get(String(recorded.inputs.name));
  const own = (RepoDigests ?? []).map((each) => each.split("@")[1]);
  if (digest === undefined || digest === noAnswer || own.length === 0 || own.includes(digest)) return [];
  const { name, pullTriggers } = recorded.inputs;
  // An earlier version of this program recorded the new digest and went on with the image that the engine had.
  const isFollowed = Array.isArray(pullTriggers) && !pullTriggers.includes(digest);
  const advice = String(name).includes("@")
    ? `take it with ${deploy}, or write its digest where the compose file has one`
    : isFollowed
      ? `run "make up" to take it, or in a locked stage ${deploy}`
      : `pull it ("docker pull ${recorded.name}"), then run "make up", or in a locked stage ${deploy}`;
  const text = "has another image in its registry";
  const facts = { sync: "outdated", cause: "pushed to the registry", remedy: "person" } as const;
  return [finding(recorded, { field: "registry", text, ...facts, advice })];
}
