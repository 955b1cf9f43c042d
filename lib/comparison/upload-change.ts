import type { UploadFields } from "../compose/provider-fields.ts";
import type { FoundFile } from "../docker/container-files.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { normalUpload } from "./input-differences.ts";

/** `completed`: its program wrote it anew when it started, as some programs do with their configuration. */
export type UploadChange = "removed" | "changed" | "completed";

/** Milliseconds after its start in which a container may write its own files anew. */
const ownWriting = 5_000;

/** True if the content of an uploaded file is known. */
export function hasContent({ source, content, contentBase64 }: UploadFields): boolean {
  return !source && (content ?? contentBase64) !== undefined;
}

/** What became of the content of an uploaded file. @param found undefined if it is no longer there */
export function uploadChange(
  upload: UploadFields,
  { State }: InspectedContainer,
  found: Pick<FoundFile, "content" | "changed"> | undefined,
): UploadChange | undefined {
  if (!found) return "removed";
  if (found.content.toString("base64") === normalUpload(upload).contentBase64) return undefined;
  // A file's time has whole seconds.
  const started = Math.floor(Date.parse(State.StartedAt) / 1000) * 1000;
  return found.changed >= started && found.changed < started + ownWriting ? "completed" : "changed";
}
