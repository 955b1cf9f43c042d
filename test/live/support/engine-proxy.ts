import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket in front of an engine's own. */
export interface EngineProxy {
  /** `unix://…` */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * @param socket path of the engine's own socket
 * @param pass lets bytes pass between a client and the engine
 */
export async function engineProxy(
  socket: string,
  pass: (near: Socket, far: Socket) => void,
): Promise<EngineProxy> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const path = join(folder, "docker.sock");
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = dial(socket);
    for (const end of [near, far]) {
      open.add(end);
      end.on("error", () => end.destroy()).on("close", () => open.delete(end));
    }
    pass(near, far);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const end of open) end.destroy();
    await closed;
    rmSync(folder, { recursive: true });
  };
  return { address: `unix://${path}`, close };
}
