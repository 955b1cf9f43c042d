import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file of the site, or how the site misbehaves when it is asked for. */
export type Content = Buffer | string | ((response: ServerResponse) => void);

/** A server laid out like the official release site, on a free port of this machine. */
export class Site {
  readonly files = new Map<string, Content>();
  readonly asked: string[] = [];
  readonly #server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? "";
    this.asked.push(path);
    const content = this.files.get(path);
    if (content === undefined) response.writeHead(404).end();
    else if (typeof content === "function") content(response);
    else response.end(content);
  });

  async open(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return this;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

export const hangs = (): void => {};

export function breaksOff(content: Buffer): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, content.length / 2), () => response.destroy());
  };
}

export function stalls(content: Buffer): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, content.length / 2));
  };
}

export function digest(algorithm: "sha1" | "sha256", content: Buffer): string {
  return createHash(algorithm).update(content).digest("hex");
}
