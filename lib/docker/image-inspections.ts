import type { Engine } from "./client.ts";
import { type EngineImage, inspectImage } from "./images.ts";

/** What an engine says of images in a run. An id means the same image all the time, so it is asked about once. */
export class ImageInspections {
  readonly #engine: Engine;
  readonly #byId = new Map<string, Promise<EngineImage | undefined>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** By id or reference; undefined where the engine has none. @throws EngineError */
  inspect(image: string): Promise<EngineImage | undefined> {
    const known = this.#byId.get(image);
    if (known) return known;
    const inspection = inspectImage(this.#engine, image);
    if (image.startsWith("sha256:")) this.#byId.set(image, inspection);
    return inspection;
  }
}
