import { identityOf, kindOf } from "../../lib/adoption/state-entries.ts";
import type { ComparedContainer, Inputs } from "../../lib/comparison/index.ts";
import { normalUpload } from "../../lib/comparison/index.ts";
import type { Engine } from "../../lib/docker/client.ts";
import { readFile } from "../../lib/docker/container-files.ts";
import { inspectBare, inspectContainer } from "../../lib/docker/containers.ts";
import { type EngineImage, inspectImage } from "../../lib/docker/images.ts";
import type { InspectedContainer } from "../../lib/docker/inspected-container.ts";
import { type Labels, stageLabel } from "../../lib/docker/labels.ts";
import { listNetworks } from "../../lib/docker/networks.ts";
import { isAdopted } from "../../lib/docker/ownership.ts";
import { findVolume } from "../../lib/docker/volumes.ts";
import { inputName, type Resource } from "../../lib/state/index.ts";

/** The provider's id for the thing that exists for a resource. Undefined if the engine has none that may be adopted. */
export async function existingId(engine: Engine, resource: Resource): Promise<string | undefined> {
  const name = String(inputName(resource));
  const adopts = identityOf(resource.inputs ?? {});
  switch (kindOf(resource)) {
    case "container": {
      const found = await inspectContainer(engine, name);
      return found && isAdopted(found.Config.Labels, adopts) ? found.Id : undefined;
    }
    case "network": {
      const alike = await listNetworks(engine, JSON.stringify({ name: [name] }));
      return alike.find(({ Name, Labels }) => Name === name && isAdopted(Labels, adopts))?.Id;
    }
    case "volume": {
      const found = await findVolume(engine, name);
      return found && found.Labels?.[stageLabel] === undefined ? name : undefined;
    }
    case "image": {
      const found = await inspectImage(engine, name);
      return found && `${found.id}${name}`;
    }
    default:
      return undefined;
  }
}

/** Everything that a comparison of a container with its inputs needs. */
export async function comparisonFacts(
  engine: Engine,
  container: InspectedContainer,
  { uploads = [] }: Inputs,
  stage: string,
): Promise<ComparedContainer> {
  const labels = { [stageLabel]: stage };
  const bare = await inspectBare(engine, container.Image, labels);
  const { platform } = (await inspectImage(engine, container.Image)) as EngineImage;
  const paths = (uploads as { file: string }[]).map(({ file }) => file);
  const files = await Promise.all(paths.map((path) => readFile(engine, container.Id, path)));
  return {
    container,
    // Our own label is not one of the image.
    bare: { ...bare, Config: { ...bare.Config, Labels: without(bare.Config.Labels, stageLabel) } },
    platform,
    files: new Map(
      files.flatMap((file) => {
        if (!file) return [];
        const permissions = (file.mode & 0o7777).toString(8).padStart(4, "0");
        const contentBase64 = file.content.toString("base64");
        const [owner, group] = [String(file.uid), String(file.gid)];
        return [[file.path, normalUpload({ file: file.path, contentBase64, permissions, owner, group })]];
      }),
    ),
  };
}

function without(labels: Labels | null, name: string): Labels {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([label]) => label !== name));
}
