import type { Readable } from "node:stream";
import { promisify } from "node:util";
import yauzl, { type Entry, type ZipFile } from "yauzl";

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

export interface FileInZip {
  readonly size: number;
  readonly content: Readable;
}

/** One file of a zip archive; undefined if there is none at this path. */
export async function fileInZip(path: string, wanted: string): Promise<FileInZip | undefined> {
  const zip = await openZip(path, { lazyEntries: true, autoClose: false });
  const entry = await new Promise<Entry | undefined>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve(undefined));
    zip.on("entry", (each: Entry) => (each.fileName === wanted ? resolve(each) : zip.readEntry()));
    zip.readEntry();
  });
  if (!entry || wanted.endsWith("/")) {
    zip.close();
    return undefined;
  }
  const content = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  content.once("close", () => zip.close());
  return { size: entry.uncompressedSize, content };
}
