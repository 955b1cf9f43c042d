import { expect, test } from "vitest";
import type { Engine, RequestOptions } from "../../../lib/docker/client.ts";
import { removeLeftoverNetwork } from "../../../lib/docker/leftovers.ts";

test("an engine may take a minute for its answers about networks: it may be making those of a killed run", async () => {
  const limits: [string, number | undefined][] = [];
  const answers: Record<string, unknown> = {
    "/networks": [{ Id: "n1", Name: "boat_default", Labels: { "smallboat.stage": "dev" } }],
    "/containers/json": [],
  };
  const engine = {
    request: (method: string, path: string, { timeout }: RequestOptions = {}) => {
      if (path.startsWith("/networks")) limits.push([`${method} ${path}`, timeout]);
      return Promise.resolve(answers[path]);
    },
  } as Engine;
  await removeLeftoverNetwork(engine, { name: "boat_default", where: "boat" }, { stage: "dev" });
  expect(limits).toEqual([
    ["GET /networks", 60_000],
    ["DELETE /networks/n1", 60_000],
  ]);
});
