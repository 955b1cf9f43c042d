import { type EngineProxy, engineProxy } from "./engine-proxy.ts";

/** A way to an engine on which it seems slow, unreachable, or with a clock that is wrong. All fields can be changed at any time. */
export interface OddEngine extends EngineProxy {
  /** Milliseconds that each request waits; `Infinity`: it is never answered. */
  delay: number;
  /** Days by which its clock seems to be ahead. */
  skew: number;
}

/** @param socket path of the engine's own socket */
export async function oddEngine(socket: string): Promise<OddEngine> {
  const oddness = { delay: 0, skew: 0 };
  const proxy = await engineProxy(socket, (near, far) => {
    near.on("data", (chunk) => {
      if (oddness.delay !== Number.POSITIVE_INFINITY) setTimeout(() => far.write(chunk), oddness.delay);
    });
    far.on("data", (chunk: Buffer) => near.write(shifted(chunk, oddness.skew)));
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  return Object.assign(oddness, proxy);
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
