import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A PyPI server in this process, as far as a promotion asks one. */
export interface InnerPypi extends AsyncDisposable {
  readonly url: string;
  /** Files by `<package>/<file>`. */
  readonly files: Map<string, Buffer>;
  /** The fields of each upload, without the file. */
  readonly uploads: Record<string, string>[];
}

/** @param takes false for one that refuses uploads. Default: true */
export async function innerPypi(files: Readonly<Record<string, string>>, takes = true): Promise<InnerPypi> {
  const known = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  const uploads: Record<string, string>[] = [];
  const page = (links: readonly string[]) => `<html><body>${links.join("\n")}</body></html>`;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = "" } = request;
    if (method === "POST") {
      const headers = { "content-type": request.headers["content-type"] ?? "" };
      const form = await new Response(new Uint8Array(await buffer(request)), { headers }).formData();
      if (!takes) return response.writeHead(403).end();
      const { content, ...fields } = Object.fromEntries(form);
      const file = content as File;
      uploads.push(fields as Record<string, string>);
      known.set(`${fields.name}/${file.name}`, Buffer.from(await file.arrayBuffer()));
      return response.writeHead(200).end();
    }
    const found = known.get(url.replace("/packages/", ""));
    if (found) return response.writeHead(200).end(found);
    const name = /^\/simple\/(?:(.+)\/)?$/.exec(url)?.[1];
    const own = [...known].filter(([path]) => path.startsWith(`${name}/`));
    if (name !== undefined && own.length === 0) return response.writeHead(404).end();
    const links =
      name === undefined
        ? [...new Set([...known.keys()].map((path) => path.split("/")[0]))].map(
            (each) => `<a href="${each}/">${each}</a>`,
          )
        : own.map(([path, content]) => {
            const hash = createHash("sha256").update(content).digest("hex");
            return `<a href="/packages/${path}#sha256=${hash}">${path.split("/")[1]}</a>`;
          });
    return response.writeHead(200, { "content-type": "text/html" }).end(page(links));
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => {}));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: known,
    uploads,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}
