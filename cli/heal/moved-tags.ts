import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { inspectImage, tagImage } from "../../lib/docker/images.ts";
import {
  type Deployment,
  inputName,
  type Resource,
  recordedHosts,
  resourcesOn,
  types,
} from "../../lib/state/index.ts";
import { engineOfRecorded } from "../stage/engines.ts";

/**
 * Gives the names of images back to the images that the state records. A run of the program would go on with the image that has
 * the name now, as Docker Compose does.
 * @param targets resources. All but images are ignored
 * @throws ProblemError if an engine does not answer
 */
export async function giveTagsBack(deployment: Deployment, targets: readonly Resource[]): Promise<void> {
  const images = new Set(targets.filter(({ type }) => type === types.image));
  const work = recordedHosts(deployment).map(async (host) => {
    const own = resourcesOn([host], deployment).filter((each) => images.has(each));
    const engine = engineOfRecorded(host);
    for (const each of own) {
      const [name = "", id] = [inputName(each), each.outputs?.imageId];
      const isThere = typeof id === "string" && (await orEngineProblem(host.name, inspectImage(engine, id)));
      if (isThere) await orEngineProblem(host.name, tagImage(engine, isThere.id, name));
    }
  });
  await Promise.all(work);
}
