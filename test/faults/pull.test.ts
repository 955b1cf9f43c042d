/** A registry whose answers break off: `make test` leaves it out, for the engine tries for a minute before it gives up. */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { docker } from "../live/support/command.ts";
import { healthy } from "../live/support/healthy.ts";
import { freePort, randomName } from "../live/support/names.ts";
import { Project } from "../live/support/project.ts";

const project = new Project();
const registry = randomName();
const [behind, front] = [await freePort(), await freePort()];
const tags = ["1", "2"].map((version) => `127.0.0.1:${front}/app:${version}`);
let limit = Number.POSITIVE_INFINITY;

/** Passes bytes on to the registry, and ends each connection after so many bytes of its answers. */
const proxy = createServer((client) => {
  const server = connect(behind, "127.0.0.1");
  let left = limit;
  client.pipe(server);
  server.on("data", (chunk: Buffer) => {
    client.write(chunk.subarray(0, Math.max(left, 0)));
    left -= chunk.length;
    if (left <= 0) client.destroy();
  });
  server.on("close", () => client.end()).on("error", () => client.destroy());
  client.on("error", () => server.destroy());
});

afterAll(async () => {
  proxy.close();
  await docker("rm", "--force", "--volumes", registry);
  await docker("image", "rm", "--no-prune", ...tags).catch(() => {});
});

test("after a pull that breaks off, the old containers still run, and the next run completes", async () => {
  await once(proxy.listen(front, "127.0.0.1"), "listening");
  await docker("run", "--detach", "--name", registry, "--publish", `127.0.0.1:${behind}:5000`, "registry:3");
  await healthy(registry, ["wget", "-q", "--spider", "http://127.0.0.1:5000/"]);
  const folder = mkdtempSync(join(tmpdir(), "pull-"));
  for (const tag of tags) {
    writeFileSync(join(folder, "content"), randomBytes(8 << 20));
    writeFileSync(join(folder, "Dockerfile"), "FROM nginx:1.26\nCOPY content /content\n");
    await docker("build", "--quiet", "--tag", tag, folder);
    await docker("push", "--quiet", tag);
    await docker("image", "rm", tag);
  }
  rmSync(folder, { recursive: true });
  const name = `${project.stage}-web`;
  const declare = (image: string | undefined) =>
    project.stack("Local/web", {
      name,
      services: { web: { image, container_name: name, volumes: ["data:/data"], stop_grace_period: "1s" } },
      volumes: { data: {} },
    });
  declare(tags[0]);
  await project.up();
  await docker("exec", name, "touch", "/data/note");
  const before = await docker("inspect", "--format={{.Id}}", name);
  declare(tags[1]);
  limit = 256 << 10;
  const { code } = await project.operation("up");
  expect([code, await docker("inspect", "--format={{.Id}} {{.State.Status}}", name)]).toEqual([
    1,
    `${before} running`,
  ]);
  limit = Number.POSITIVE_INFINITY;
  expect((await project.operation("up")).code).toBe(0);
  expect(await docker("inspect", "--format={{.Config.Image}} {{.State.Status}}", name)).toBe(
    `${tags[1]} running`,
  );
  await docker("exec", name, "test", "-e", "/data/note");
  expect((await project.up()).changes).toEqual([]);
}, 600_000);
