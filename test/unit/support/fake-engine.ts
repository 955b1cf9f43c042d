import { once } from "node:events";
import { createServer } from "node:http";

/** What an engine answers, by path below the API's version: JSON, an HTTP status, or nothing ever. */
export type Answers = Readonly<Record<string, unknown>>;

export const silence = Symbol("no answer");

/** An engine that gives these answers and knows nothing else. */
export interface FakeEngine extends AsyncDisposable {
  /** `unix://…` */
  readonly address: string;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
}

/** For what a real engine cannot be told to be: empty, without an answer to one question, silent. */
export async function fakeEngine(answers: Answers, socket: string): Promise<FakeEngine> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const path = url.replace(/^\/v[\d.]+/, "").replace(/\?.*/, "");
    asked.push(path);
    const answer = answers[path] ?? 404;
    if (answer === silence) return;
    const status = typeof answer === "number" ? answer : 200;
    response.writeHead(status).end(status === 200 ? JSON.stringify(answer) : "");
  });
  await once(server.listen(socket), "listening");
  const close = async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
  };
  return { address: `unix://${socket}`, asked, [Symbol.asyncDispose]: close };
}
