import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A registry in this process: enough of the standard for a copy, and it can die when a test wants it. */
export interface InnerRegistry extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Manifests by `<repository>:<tag or digest>`. */
  readonly manifests: ReadonlyMap<string, Buffer>;
  /** Puts an image of one layer under a tag. @returns its digest */
  image(repository: string, tag: string, labels: Readonly<Record<string, string>>, layer?: string): string;
  /** Forgets a manifest with its tags. */
  forget(digest: string): void;
}

const mediaType = "application/vnd.oci.image.manifest.v1+json";

/** @param diesAt the connection ends where the path of an upload has this text. Default: it does not */
export async function innerRegistry(diesAt?: string): Promise<InnerRegistry> {
  const manifests = new Map<string, Buffer>();
  const blobs = new Map<string, Buffer>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "" } = request;
    const [, repository = "", kind, name = ""] =
      /^\/v2\/(.+)\/(manifests|blobs)\/(.*?)(?:\?.*)?$/.exec(url) ?? [];
    if (diesAt !== undefined && method === "PUT" && url.includes(diesAt)) return request.socket.destroy();
    const body = await buffer(request);
    const digest = digestOf(body);
    const found = kind === "manifests" ? manifests.get(`${repository}:${name}`) : blobs.get(name);
    if (method === "POST") return response.writeHead(202, { location: url.replace(/\?.*/, "1") }).end();
    if (method === "PUT" && kind === "blobs") {
      blobs.set(digest, body);
      return response.writeHead(201).end();
    }
    if (method === "PUT") {
      for (const each of [name, digest]) manifests.set(`${repository}:${each}`, body);
      return response.writeHead(201).end();
    }
    if (!found) return response.writeHead(404).end();
    const headers = {
      "content-length": found.length,
      ...(kind === "manifests" && { "content-type": mediaType, "docker-content-digest": digestOf(found) }),
    };
    response.writeHead(200, headers).end(method === "HEAD" ? undefined : found);
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => {}));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const put = (content: Buffer) => {
    blobs.set(digestOf(content), content);
    return { digest: digestOf(content), size: content.length };
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    manifests,
    image(repository, tag, labels, layer = "layer") {
      const config = put(Buffer.from(JSON.stringify({ config: { Labels: labels } })));
      const layers = [put(Buffer.from(layer))];
      const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
      for (const each of [tag, digestOf(manifest)]) manifests.set(`${repository}:${each}`, manifest);
      return digestOf(manifest);
    },
    forget(digest) {
      for (const [name, content] of manifests) if (digestOf(content) === digest) manifests.delete(name);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
