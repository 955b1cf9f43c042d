import { expect, test } from "vitest";
import type { Engine, RequestOptions } from "../../../lib/docker/client.ts";
import { type ContainerFile, readFile, writeFiles } from "../../../lib/docker/container-files.ts";

/** An engine that keeps the archive which it gets, and hands it out again. */
function archiveKeeper(): Engine {
  let archive: Buffer = Buffer.alloc(0);
  return {
    address: "unix:///nowhere",
    request: async (_method: string, _path: string, { body }: RequestOptions = {}) => {
      archive = body as Buffer;
    },
    bytes: async () => archive,
  } as unknown as Engine;
}

const paths = ["/etc/app.conf", `/srv/${"a".repeat(120)}.json`, `/${"folder/".repeat(40)}file`, "/run/größe"];

test.each(paths)("a file survives the way into a container and back: %s", async (path) => {
  const engine = archiveKeeper();
  const content = Buffer.from(`content of ${path}`.repeat(40));
  const file: ContainerFile = { path, content, mode: 0o640, uid: 1000, gid: 5_000_000 };
  await writeFiles(engine, "c1", [file]);
  expect(await readFile(engine, "c1", path)).toEqual({ ...file, changed: expect.any(Number) });
  expect(await archivedPaths(engine)).toEqual([path.slice(1)]);
});

async function archivedPaths(engine: Engine): Promise<string[]> {
  const { Parser } = await import("tar");
  const found: string[] = [];
  const parser = new Parser({ onReadEntry: (entry) => found.push(entry.path) && entry.resume() });
  parser.end(await engine.bytes("GET", "/containers/c1/archive"));
  return found;
}
