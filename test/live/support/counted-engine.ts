import { type EngineProxy, engineProxy } from "./engine-proxy.ts";

const socket = "/var/run/docker.sock";

/** A proxy of this machine's engine that counts the program's requests. */
export interface CountedEngine extends EngineProxy {
  /** Method and path of every request so far, below the version of the API and without query. */
  readonly asked: string[];
}

/** Clients other than the program, such as the Docker provider, name themselves. */
const request = /^([A-Z]+) \/v[\d.]+(\/[^ ?]*)\S* HTTP\/1\.1\r\n(?:(?!User-Agent:).+\r\n)+\r\n/gim;

export async function countedEngine(): Promise<CountedEngine> {
  const asked: string[] = [];
  const proxy = await engineProxy(socket, (near, far) => {
    near.on("data", (chunk) => {
      for (const [, method, path] of chunk.toString("latin1").matchAll(request))
        asked.push(`${method} ${path}`);
    });
    near.pipe(far).pipe(near);
  });
  return { ...proxy, asked };
}
