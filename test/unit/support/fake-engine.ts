import { once } from "node:events";
import { createServer } from "node:http";

/** The answers of an engine, by path below the API's version: JSON, an HTTP status, or no answer at all. */
export type Answers = Readonly<Record<string, unknown>>;

export const neverAnswers = Symbol("no answer");

/** An engine that gives these answers and knows nothing else. */
export interface FakeEngine extends AsyncDisposable {
  /** `unix://…` */
  readonly address: string;
  /** The requested paths in order. */
  readonly asked: string[];
}

/**
 * For states that a real engine cannot be brought into: empty, without an answer to one request, unreachable.
 */
export async function fakeEngine(answers: Answers, socket: string): Promise<FakeEngine> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const path = url.replace(/^\/v[\d.]+/, "").replace(/\?.*/, "");
    asked.push(path);
    const answer = answers[path] ?? 404;
    if (answer === neverAnswers) return;
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
