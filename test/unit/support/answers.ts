import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request that the server of a test has received. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that misbehaves in ways that no real server can be made to. */
export interface Answering extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, or the path of the unix socket. */
  readonly address: string;
  /** Every request so far, the oldest first. */
  readonly asked: readonly Asked[];
}

export type Answer = (response: ServerResponse) => void;

/** An answer with a status, a body (as JSON where it is no text) and headers. */
export function answer(
  status: number,
  body: unknown = "",
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const content = typeof body === "string" ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, headers).end(content);
}

/** The connection ends without an answer. */
export const reset: Answer = (response) => response.socket?.destroy();

/**
 * Gives the answers one after another, and repeats the last one.
 * @param socket path of a unix socket; default TCP
 */
export async function answering(answers: readonly Answer[], socket?: string): Promise<Answering> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push({ method, url, headers, body: await text(request) });
    answers[Math.min(asked.length, answers.length) - 1]?.(response);
  });
  await once(socket === undefined ? server.listen(0, "127.0.0.1") : server.listen(socket), "listening");
  const address = socket ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
  };
  return { address, asked, [Symbol.asyncDispose]: close };
}
