import type { Engine } from "./client.ts";
import { listImages } from "./images.ts";

/** An image that a container has. */
export interface ImageInUse {
  /** As the container was created with it, or its id. */
  readonly reference: string;
  /** Its digests in all repositories from which the engine pulled it. */
  readonly digests: readonly string[];
}

interface ListedContainer {
  readonly Image: string;
  readonly ImageID: string;
}

/** The images of all containers of an engine, also of stopped ones. @throws EngineError */
export async function imagesInUse(engine: Engine): Promise<ImageInUse[]> {
  const [containers, images] = await Promise.all([
    engine.request("GET", "/containers/json", { query: { all: "1" } }) as Promise<ListedContainer[]>,
    listImages(engine),
  ]);
  const known = new Map(images.map((image) => [image.Id, image]));
  return containers.map(({ Image, ImageID }) => ({
    reference: Image,
    digests: (known.get(ImageID)?.RepoDigests ?? []).flatMap((each) => each.split("@")[1] ?? []),
  }));
}
