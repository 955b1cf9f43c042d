import { hasContent, normalUpload, uploadChange } from "../comparison/index.ts";
import type { UploadFields } from "../compose/provider-fields.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import type { PropertyMap } from "../state/index.ts";
import type { UploadedFile } from "./look-answer.ts";
import type { Finding } from "./model.ts";

/** The files of a container whose content the state records. */
export function uploadsOf({ uploads }: PropertyMap): readonly UploadFields[] {
  return Array.isArray(uploads) ? (uploads as UploadFields[]).filter(hasContent) : [];
}

type Change = Pick<Finding, "field" | "text"> & Partial<Pick<Finding, "sync" | "remedy" | "advice">>;

/** Changes of uploaded files. @param found undefined if nobody has read them */
export function changedFiles(
  inputs: PropertyMap,
  inspected: InspectedContainer,
  found: ReadonlyMap<string, UploadedFile | undefined> | undefined,
): Change[] {
  return uploadsOf(inputs).flatMap((upload): Change[] => {
    const path = upload.file;
    if (!found?.has(path)) return [];
    const file = found.get(path);
    const change = uploadChange(upload, inspected, file);
    if (change === "completed") return [];
    if (change) return [{ field: `file ${path}`, text: `file ${path} ${change}` }];
    const mode = Number.parseInt(normalUpload(upload).permissions ?? "", 8);
    return file ? changedMode(path, mode, file.mode & 0o7777) : [];
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
