import { normalUpload } from "../comparison/index.ts";
import type { UploadFields } from "../compose/provider-fields.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import type { PropertyMap } from "../state/index.ts";
import type { UploadedFile } from "./engine-look.ts";
import type { Finding } from "./model.ts";

/** Milliseconds after its start in which a container may write its own files anew. */
const ownWriting = 5_000;

/** The files of a container whose content the state records. */
export function uploadsOf({ uploads }: PropertyMap): readonly UploadFields[] {
  const all = Array.isArray(uploads) ? (uploads as UploadFields[]) : [];
  return all.filter(
    ({ source, content, contentBase64 }) => !source && (content ?? contentBase64) !== undefined,
  );
}

type Change = Pick<Finding, "field" | "text"> & Partial<Pick<Finding, "sync" | "remedy" | "advice">>;

/** Changes of uploaded files. @param found undefined if nobody has read them */
export function changedFiles(
  inputs: PropertyMap,
  { State }: InspectedContainer,
  found: ReadonlyMap<string, UploadedFile | undefined> | undefined,
): Change[] {
  // A file's time has whole seconds.
  const started = Math.floor(Date.parse(State.StartedAt) / 1000) * 1000;
  return uploadsOf(inputs).flatMap((upload): Change[] => {
    const path = upload.file;
    if (!found?.has(path)) return [];
    const file = found.get(path);
    if (!file) return [{ field: `file ${path}`, text: `file ${path} removed` }];
    const { contentBase64, permissions = "" } = normalUpload(upload);
    if (file.content.toString("base64") === contentBase64)
      return changedMode(path, Number.parseInt(permissions, 8), file.mode & 0o7777);
    // Some programs complete their configuration when they start.
    const { changed } = file;
    if (changed >= started && changed < started + ownWriting) return [];
    return [{ field: `file ${path}`, text: `file ${path} changed` }];
  });
}

/** A changed mode is reported only: it does not tell its time, so the container's own program may have set it. */
function changedMode(path: string, was: number, is: number): Change[] {
  if (was === is) return [];
  const [field, text] = [
    `mode of ${path}`,
    `mode of ${path} changed ${was.toString(8)} -> ${is.toString(8)}`,
  ];
  const advice = 'if its own program did not do that, remove the container and run "make up"';
  return [{ field, text, sync: "reported", remedy: "person", advice }];
}
