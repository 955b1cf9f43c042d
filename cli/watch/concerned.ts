import type { DockerEvent } from "../../lib/docker/events.ts";
import { familiarName } from "../../lib/docker/image-names.ts";
import type { RecordedThing } from "../../lib/status/index.ts";

/** True if an event of its engine may have changed a recorded thing. */
export function isConcerned({ kind, id, attributes }: DockerEvent, thing: RecordedThing): boolean {
  const { name = "", oldName = "", container = "" } = attributes;
  const ownId = thing.resource.id;
  switch (thing.kind) {
    case "container": {
      if (kind === "network") return container !== "" && container === ownId;
      const names = [name, oldName.replace(/^\//, "")];
      return kind === "container" && (id === ownId || names.includes(thing.name));
    }
    case "network":
      return kind === "network" && container === "" && (id === ownId || name === thing.name);
    case "volume":
      return kind === "volume" && id === thing.name;
    default: {
      // A tag that is removed is told by the id of its image alone.
      const names = [id, name].filter(Boolean).map(familiarName);
      return kind === "image" && (id === thing.outputs.imageId || names.includes(familiarName(thing.name)));
    }
  }
}
