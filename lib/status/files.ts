import { normalUpload } from "../comparison/index.ts";
import type { UploadFields } from "../compose/provider-fields.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import type { PropertyMap } from "../state/index.ts";
import type { UploadedFile } from "./engine-look.ts";

/** Milliseconds after its start in which a container may write its own files anew. */
const ownWriting = 5_000;

/** The files of a container whose content the state records. */
export function uploadsOf({ uploads }: PropertyMap): readonly UploadFields[] {
  const all = Array.isArray(uploads) ? (uploads as UploadFields[]) : [];
  return all.filter(
    ({ source, content, contentBase64 }) => !source && (content ?? contentBase64) !== undefined,
  );
}

/** Changes of uploaded files. @param found undefined if nobody has read them */
export function changedFiles(
  inputs: PropertyMap,
  { State }: InspectedContainer,
  found: ReadonlyMap<string, UploadedFile | undefined> | undefined,
): { field: string; text: string }[] {
  // A file's time has whole seconds.
  const started = Math.floor(Date.parse(State.StartedAt) / 1000) * 1000;
  return uploadsOf(inputs).flatMap((upload) => {
    const path = upload.file;
    if (!found?.has(path)) return [];
    const file = found.get(path);
    if (!file) return [{ field: `file ${path}`, text: `file ${path} removed` }];
    if (file.content.toString("base64") === normalUpload(upload).contentBase64) return [];
    // Some programs complete their configuration when they start.
    const { changed } = file;
    if (changed >= started && changed < started + ownWriting) return [];
    return [{ field: `file ${path}`, text: `file ${path} changed` }];
  });
}
