import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A way to an engine on which it seems slow, silent, or in another time. All fields can be changed at any time. */
export interface OddEngine {
  /** `unix://…` */
  readonly address: string;
  /** Milliseconds that each request waits; `Infinity`: it is never answered. */
  delay: number;
  /** Days by which its clock seems to be ahead. */
  skew: number;
  close(): Promise<void>;
}

/** @param socket path of the engine's own socket */
export async function oddEngine(socket: string): Promise<OddEngine> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const path = join(folder, "docker.sock");
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = dial(socket);
    for (const end of [near, far]) {
      open.add(end);
      end.on("error", () => end.destroy()).on("close", () => open.delete(end));
    }
    near.on("data", (chunk) => {
      if (engine.delay !== Number.POSITIVE_INFINITY) setTimeout(() => far.write(chunk), engine.delay);
    });
    far.on("data", (chunk: Buffer) => near.write(shifted(chunk, engine.skew)));
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const end of open) end.destroy();
    await closed;
    rmSync(folder, { recursive: true });
  };
  const engine: OddEngine = { address: `unix://${path}`, delay: 0, skew: 0, close };
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return engine;
}

/** The same text with all times of JSON moved, and as long as before. A time that was never stays. */
function shifted(chunk: Buffer, days: number): Buffer {
  if (days === 0) return chunk;
  const moved = chunk
    .toString("latin1")
    .replaceAll(/(?<=")2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d/g, (time) =>
      new Date(Date.parse(`${time}Z`) + days * 86_400_000).toISOString().slice(0, 19),
    );
  return Buffer.from(moved, "latin1");
}
