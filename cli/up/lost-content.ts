import { EngineError } from "../../lib/docker/client.ts";
import { findVolume } from "../../lib/docker/volumes.ts";
import {
  type Deployment,
  importState,
  inputName,
  type RecordedHost,
  recordedHosts,
  resourcesOn,
  type State,
  volumesWithContent,
  withoutContentOf,
} from "../../lib/state/index.ts";
import { engineOfRecorded } from "../stage/engines.ts";
import { pulumiCliOf } from "../stage/pulumi.ts";

/** A volume in the state that its engine no longer has. */
interface LostVolume {
  readonly urn: string;
  readonly name: string;
  readonly host: string;
}

/**
 * Removes the content of lost volumes from a stage's state, such as the projects of the stand-in for GitLab. A refresh could
 * not read it back. The next run creates it again.
 * @returns true if a volume is lost
 * @throws CommandError
 */
export async function forgetLostContent(stage: string, state: State): Promise<boolean> {
  const { deployment } = state;
  const lost = (await Promise.all(recordedHosts(deployment).map(lostOn(deployment)))).flat();
  if (lost.length === 0) return false;
  await importState(pulumiCliOf(stage), withoutContentOf(state, new Set(lost.map(({ urn }) => urn))));
  for (const { name, host } of lost)
    console.log(`Volume ${name} is gone from ${host}: everything in it is created again.`);
  return true;
}

function lostOn(deployment: Deployment): (host: RecordedHost) => Promise<LostVolume[]> {
  const holding = new Set(volumesWithContent(deployment));
  return async (host) => {
    const volumes = resourcesOn([host], deployment).filter((each) => holding.has(each));
    const engine = engineOfRecorded(host);
    const looks = volumes.map(async (volume): Promise<LostVolume[]> => {
      const name = String(inputName(volume));
      const isThere = (await findVolume(engine, name).catch(unlessAsked)) !== undefined;
      return isThere ? [] : [{ urn: volume.urn, name, host: host.name }];
    });
    return (await Promise.all(looks)).flat();
  };
}

/** If an engine does not answer, its volumes do not count as lost. */
function unlessAsked(error: unknown): true {
  if (!(error instanceof EngineError)) throw error;
  return true;
}
