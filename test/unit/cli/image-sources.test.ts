import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withSources } from "../../../cli/stage/image-sources.ts";
import type { Lock } from "../../../lib/releases/index.ts";
import { type Deployment, types } from "../../../lib/state/index.ts";
import { answer, answering } from "../support/answers.ts";

const digest = `sha256:${"a".repeat(64)}`;
const written = "registry.example.com/app:prod.1";
const image = { digest };
const lock: Lock = { stacks: { "Local/web": { files: "f", images: { [written]: image } } } };
const places = [{ stack: "Local/web", written, image }];

function recorded(engine: string): Deployment {
  const urn = (type: string, name: string) => `urn:pulumi:prod::smallboat::${type}::${name}`;
  const host = urn(types.host, "Local");
  const resources = [
    { urn: host, type: types.host },
    {
      ...{ urn: urn(types.dockerProvider, "Local"), type: types.dockerProvider, parent: host },
      inputs: { host: `unix://${engine}` },
    },
    { urn: urn(types.hostStack, "Local/web"), type: types.hostStack, parent: host },
  ];
  return { resources, pending_operations: [] } as unknown as Deployment;
}

function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "docker.sock");
}

test("a lock says where an image was built, as the engine of its host knows by the labels", async () => {
  const labels = {
    "org.opencontainers.image.source": "https://gitlab.example.com/team/app",
    "org.opencontainers.image.revision": "c1",
    "com.gitlab.ci.pipelineurl": "https://gitlab.example.com/team/app/-/pipelines/7",
  };
  const inspected = { Id: "sha256:1", Os: "linux", Architecture: "amd64", Config: { Labels: labels } };
  await using engine = await answering([answer(200, inspected)], socketPath());
  const { stacks } = await withSources(lock, places, recorded(engine.address));
  expect(stacks["Local/web"]?.images[written]).toEqual({
    digest,
    source: {
      project: "https://gitlab.example.com/team/app",
      commit: "c1",
      pipeline: "https://gitlab.example.com/team/app/-/pipelines/7",
    },
  });
  expect(engine.asked.map(({ url }) => url.replace(/^\/v[\d.]+/, ""))).toEqual([
    `/images/registry.example.com/app@${digest}/json`,
  ]);
});

test("without labels, and without an engine that answers, the lock stays as it is", async () => {
  const inspected = { Id: "sha256:1", Os: "linux", Architecture: "amd64", Config: { Labels: null } };
  await using engine = await answering([answer(200, inspected)], socketPath());
  expect(await withSources(lock, places, recorded(engine.address))).toEqual(lock);
  expect(await withSources(lock, places, recorded(socketPath()))).toEqual(lock);
});
