import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../../lib/docker/client.ts";
import { missingNetworks } from "../../../lib/plan/external-networks.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { loaded, settings } from "./stage.ts";

const dir = mkdtempSync(join(tmpdir(), "smallboat-networks-"));
const address = `unix://${join(dir, "docker.sock")}`;
const present = ["bridge", "host", "none", "proxy"].map((Name) => ({ Name, Id: `id of ${Name}` }));
const engine = createServer((_, response) => response.end(JSON.stringify(present)));
beforeAll(() => new Promise<void>((resolve) => engine.listen(join(dir, "docker.sock"), resolve)));
afterAll(() => {
  engine.close();
  rmSync(dir, { recursive: true });
});

test("a network that nobody has made is told before anything is, with its place", async () => {
  const files = {
    "stacks/Local/app/compose.yaml":
      "services:\n  a: { image: x, networks: [proxy, back, gone] }\n  b: { image: x, network_mode: host }\n" +
      "  c: { image: x, network_mode: elsewhere }\n" +
      "networks:\n  proxy: { external: true, name: proxy }\n  back: { external: true, name: shared }\n  gone: { external: true, name: proxi }\n",
    "stacks/Local/back/compose.yaml":
      "services:\n  a: { image: x, networks: [n] }\nnetworks:\n  n: { name: shared }\n",
  };
  const checked = settings({ hosts: { Local: { engine: address } } });
  const { stacks } = loaded(files, checked);
  const view = { engine: connect(address), host: "Local", plans: stacks.map(({ plan }) => plan) };
  expect((await missingNetworks(checked, view)).map(problemLine)).toEqual([
    `stacks/Local/app/compose.yaml:8:27: expected the network proxi on Local, as no stack declares it, found none of that name; ` +
      `correct its name, or make it with: docker --host ${address} network create proxi`,
    `stacks/Local/app/compose.yaml:4:3: expected the network elsewhere on Local, as no stack declares it, found none of that name; ` +
      `correct its name, or make it with: docker --host ${address} network create elsewhere`,
  ]);
});
