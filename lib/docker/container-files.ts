import { once } from "node:events";
import { mapAtMost } from "../async/index.ts";
import { type Engine, orMissing } from "./client.ts";

/** A file in a container's own layer. */
export interface ContainerFile {
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A file that was read, with the time of its last change in milliseconds since 1970, by the clock of its host. */
export interface FoundFile extends ContainerFile {
  readonly changed: number;
}

/** Reads a file of a container. Undefined if there is none. */
export async function readFile(
  engine: Engine,
  container: string,
  path: string,
): Promise<FoundFile | undefined> {
  const archive = await engine
    .bytes("GET", `/containers/${container}/archive`, { query: { path } })
    .catch(orMissing);
  return archive && { ...(await firstFile(archive)), path };
}

/** Files of containers, by the container's id and by path. Undefined for a path without a file. */
export type FilesOfContainers = ReadonlyMap<string, ReadonlyMap<string, FoundFile | undefined>>;

/** Number of files that are read at the same time on one engine. Each needs a connection. */
const readsAtATime = 16;

/** Reads many files. @param wanted with the ids of their containers */
export async function readFiles(
  engine: Engine,
  wanted: readonly { readonly id: string; readonly path: string }[],
): Promise<FilesOfContainers> {
  const files = new Map<string, Map<string, FoundFile | undefined>>();
  await mapAtMost(readsAtATime, wanted, async ({ id, path }) => {
    const found = await readFile(engine, id, path);
    files.set(id, (files.get(id) ?? new Map()).set(path, found));
  });
  return files;
}

/** Writes files into a container, which need not run. Missing folders are created. */
export async function writeFiles(
  engine: Engine,
  container: string,
  files: readonly ContainerFile[],
): Promise<void> {
  if (files.length === 0) return;
  const body = await archiveOf(files);
  await engine.request("PUT", `/containers/${container}/archive`, { query: { path: "/" }, body });
}

/** The only file of a tar archive. */
async function firstFile(archive: Buffer): Promise<Omit<FoundFile, "path">> {
  const { Parser } = await import("tar");
  const parser = new Parser();
  const chunks: Buffer[] = [];
  let facts = { mode: 0o644, uid: 0, gid: 0, changed: 0 };
  parser.on("entry", (entry) => {
    const { mode = facts.mode, uid = 0, gid = 0, mtime } = entry;
    facts = { mode, uid, gid, changed: mtime?.getTime() ?? 0 };
    entry.on("data", (chunk: Buffer) => chunks.push(chunk));
  });
  const end = once(parser, "end");
  parser.end(archive);
  await end;
  return { ...facts, content: Buffer.concat(chunks) };
}

const blockSize = 512;

async function archiveOf(files: readonly ContainerFile[]): Promise<Buffer> {
  const { Header, Pax } = await import("tar");
  const mtime = new Date();
  const entries = files.flatMap(({ path, content, mode, uid, gid }) => {
    const size = content.length;
    const fields = { path: path.slice(1), mode, uid, gid, size, mtime };
    const header = new Header({ ...fields, type: "File" });
    // An extended header is needed if the path is too long for the header, or a number too large.
    const pax = header.encode() ? [new Pax(fields).encode()] : [];
    return [...pax, header.block as Buffer, content, Buffer.alloc(-size & (blockSize - 1))];
  });
  return Buffer.concat([...entries, Buffer.alloc(2 * blockSize)]);
}
