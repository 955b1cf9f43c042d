import { createHash } from "node:crypto";
import type { Finding } from "./model.ts";

type Subject = Pick<Finding, "address" | "place" | "host" | "urn">;
type Facts = Pick<Finding, "field" | "text"> &
  Partial<Pick<Finding, "sync" | "cause" | "remedy" | "advice" | "extra">>;

/** The cause of what nothing else explains. */
export const byHand = "by hand";

/** A finding. Default: drifted, by hand, and healed by `make heal`. */
export function finding({ address, place, host, urn }: Subject, { field, text, ...facts }: Facts): Finding {
  const id = createHash("sha256").update([address, field, text].join("\n")).digest("hex").slice(0, 16);
  return {
    id,
    address,
    place,
    ...(host !== undefined && { host }),
    field,
    sync: "drifted",
    text,
    cause: byHand,
    remedy: "heal",
    ...facts,
    ...(urn !== undefined && { urn }),
  };
}

/** The finding of a container that was brought back after its update had failed. @param text says since when */
export function restoration(subject: Subject, text: string): Finding {
  const advice = 'correct the service, then run "make up"';
  return finding(subject, { field: "update", text, cause: "update failed", remedy: "person", advice });
}

/**
 * The remedy for a thing of a recorded name that the stage did not make: it removes nothing of others.
 * @param removal the docker command that removes it, such as `network rm`
 */
export function foreign(
  removal: string,
  { name }: { readonly name: string },
): Pick<Finding, "remedy" | "advice"> {
  return { remedy: "person", advice: `remove it ("docker ${removal} ${name}"), then run "make up"` };
}
