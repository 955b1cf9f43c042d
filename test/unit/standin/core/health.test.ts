import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";

/** @returns the exit code of the container's healthcheck */
function health(port: number): Promise<number | null> {
  const env = { PATH: process.env.PATH, GITLAB_PORT: String(port) };
  const child = execFile("bash", ["dev/gitlab/health.sh"], { env });
  return once(child, "close").then(([code]) => code);
}

test("a stand-in is healthy once it answers that it is ready", async () => {
  let status = 200;
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const codes = [await health(port)];
  status = 503;
  codes.push(await health(port));
  server.close();
  await once(server, "close");
  codes.push(await health(port));
  expect([codes, asked]).toEqual([
    [0, 1, 1],
    ["/-/readiness", "/-/readiness"],
  ]);
});
