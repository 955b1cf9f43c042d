import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../../lib/docker/client.ts";
import { ImageInspections } from "../../../lib/docker/image-inspections.ts";
import { fakeEngine } from "../support/fake-engine.ts";

const dir = mkdtempSync(join(tmpdir(), "smallboat-images-"));
afterAll(() => rmSync(dir, { recursive: true }));

test("an engine is asked once about an id, and each time about a name, which another image can get", async () => {
  const id = "sha256:1a";
  const image = { Id: id, Os: "linux", Architecture: "amd64", Config: { Volumes: { "/data": {} } } };
  const paths = { [`/images/${id}/json`]: image, "/images/nginx:1.26/json": image };
  await using engine = await fakeEngine(paths, join(dir, "docker.sock"));
  const inspections = new ImageInspections(connect(engine.address));
  const asked = [id, id, "nginx:1.26", "nginx:1.26", "sha256:2b", id];
  const found = await Promise.all(asked.map((each) => inspections.inspect(each)));
  const volumes = found.map((each) => each?.volumes);
  expect(volumes).toEqual([["/data"], ["/data"], ["/data"], ["/data"], undefined, ["/data"]]);
  expect(engine.asked.sort()).toEqual([
    "/images/nginx:1.26/json",
    "/images/nginx:1.26/json",
    `/images/${id}/json`,
    "/images/sha256:2b/json",
  ]);
});
