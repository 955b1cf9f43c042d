import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const socket = "/var/run/docker.sock";

/** A proxy of this machine's engine that counts the program's requests. */
export interface CountedEngine {
  /** `unix://…` */
  readonly address: string;
  /** Method and path of every request so far, below the version of the API and without query. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Clients other than the program, such as the Docker provider, name themselves. */
const request = /^([A-Z]+) \/v[\d.]+(\/[^ ?]*)\S* HTTP\/1\.1\r\n(?:(?!User-Agent:).+\r\n)+\r\n/gim;

export async function countedEngine(): Promise<CountedEngine> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const path = join(folder, "docker.sock");
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = dial(socket);
    for (const end of [near, far]) {
      open.add(end);
      end.on("error", () => end.destroy()).on("close", () => open.delete(end));
    }
    near.on("data", (chunk) => {
      for (const [, method, path] of chunk.toString("latin1").matchAll(request))
        asked.push(`${method} ${path}`);
    });
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const end of open) end.destroy();
    await closed;
    rmSync(folder, { recursive: true });
  };
  return { address: `unix://${path}`, asked, close };
}
