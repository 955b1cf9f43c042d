import { connect } from "../../lib/docker/client.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { inspectImage } from "../../lib/docker/images.ts";
import {
  type Deployment,
  inputName,
  type PreviewStep,
  type RecordedHost,
  resourcesOn,
  types,
} from "../../lib/state/index.ts";

/**
 * The ids of images whose recorded name belongs to another image now, by URN. The provider reads these ids too, but
 * Pulumi does not show the change, because no input contains the id.
 * @throws ProblemError
 */
export async function movedImages(
  deployment: Deployment,
  hosts: readonly RecordedHost[],
): Promise<Map<string, string>> {
  const looks = hosts.map(async (host) => {
    const engine = connect(host.address, { certPath: host.certPath });
    // An old image that waits for its deletion has the same URN as the new one.
    const images = resourcesOn([host], deployment).filter(
      (each) => each.type === types.image && !each.delete,
    );
    const looked = images.map(async (image): Promise<[string, string][]> => {
      const now = await orEngineProblem(host.name, inspectImage(engine, inputName(image) ?? ""));
      return now && now.id !== image.outputs?.imageId ? [[image.urn, now.id]] : [];
    });
    return (await Promise.all(looked)).flat();
  });
  return new Map((await Promise.all(looks)).flat());
}

/** A step of a refresh, with the id that its name has now. */
export function withMovedImage(step: PreviewStep, moved: ReadonlyMap<string, string>): PreviewStep {
  const imageId = moved.get(step.urn);
  if (imageId === undefined || step.op === "delete" || !step.oldState) return step;
  const outputs = { ...step.oldState.outputs, imageId };
  return { ...step, op: "update", newState: { ...step.oldState, outputs }, detailedDiff: { imageId: {} } };
}
