import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../../lib/docker/client.ts";
import { type Questions, takeEngineSnapshot } from "../../../lib/docker/engine-snapshot.ts";
import { fakeEngine } from "../support/fake-engine.ts";

const dir = mkdtempSync(join(tmpdir(), "smallboat-snapshot-"));
afterAll(() => rmSync(dir, { recursive: true }));

const listed = (id: string, name: string, facts: object = {}) => ({
  Id: id,
  Names: [`/${name}`],
  Image: "nginx:1.29",
  State: "running",
  Labels: null,
  Ports: null,
  NetworkSettings: null,
  ...facts,
});
const inspection = (id: string, name: string) => ({ Id: id, Name: `/${name}`, Config: { Labels: null } });
const holding = {
  "/containers/json": [
    listed("1", "web", {
      Labels: { own: "1" },
      Ports: [
        { IP: "127.0.0.1", PublicPort: 8080, PrivatePort: 80, Type: "tcp" },
        { PrivatePort: 90, Type: "tcp" },
      ],
      Mounts: [{ Type: "volume", Name: "data" }, { Type: "bind" }],
      NetworkSettings: { Networks: { web_default: {}, a: {} } },
    }),
    listed("2", "db", { Names: ["/web/db", "/db"] }),
    listed("3", "gone"),
  ],
  "/containers/1/json": inspection("1", "web"),
  "/containers/2/json": inspection("2", "db"),
  "/networks": [{ Id: "n", Name: "web_default", Labels: null }],
  "/volumes": { Volumes: null },
  "/images/json": [{ RepoTags: ["nginx:1.29"], RepoDigests: null }],
  "/version": { Version: "27.3.1", ApiVersion: "1.47" },
  "/info": { Name: "here" },
};
const nothing: Questions = {
  isInspected: () => false,
  images: [],
  needsApiVersion: false,
  needsInfo: false,
};
const everything: Questions = {
  isInspected: ({ name }) => name !== "db",
  images: ["nginx:1.29", "redis"],
  needsApiVersion: true,
  needsInfo: true,
};

test("by default an engine is asked only for its containers, networks and volumes", async () => {
  await using engine = await fakeEngine(holding, join(dir, "few.sock"));
  const { containers, ...rest } = await takeEngineSnapshot(connect(engine.address), nothing);
  expect(containers.map(({ id, name }) => [id, name])).toEqual([
    ["1", "web"],
    ["2", "db"],
    ["3", "gone"],
  ]);
  expect(containers[0]).toEqual({
    id: "1",
    name: "web",
    image: "nginx:1.29",
    state: "running",
    labels: { own: "1" },
    volumes: ["data"],
    ports: [{ ip: "127.0.0.1", published: 8080, target: 80, protocol: "tcp" }],
    networks: ["a", "web_default"],
  });
  expect(rest).toEqual({
    inspected: new Map(),
    networks: [{ Id: "n", Name: "web_default", Labels: {} }],
    volumes: [],
    lackedImages: new Set(),
    apiVersion: undefined,
    info: undefined,
  });
  expect(engine.asked.sort()).toEqual(["/containers/json", "/networks", "/volumes"]);
});

test("only existing files have content in the answer", async () => {
  await using engine = await fakeEngine(holding, join(dir, "files.sock"));
  const filesOf = ({ name }: { name: string }) => (name === "web" ? ["/etc/gone"] : []);
  const { files } = await takeEngineSnapshot(connect(engine.address), { ...nothing, filesOf });
  expect(files).toEqual(new Map([["1", new Map([["/etc/gone", undefined]])]]));
  expect(engine.asked).toContain("/containers/1/archive");
});

test("for a full snapshot an engine is asked once for each object; a container that disappears meanwhile is left out", async () => {
  await using engine = await fakeEngine(holding, join(dir, "all.sock"));
  const { inspected, lackedImages, apiVersion, info } = await takeEngineSnapshot(
    connect(engine.address),
    everything,
  );
  expect({ inspected, lackedImages, apiVersion, info }).toEqual({
    inspected: new Map([["1", { Id: "1", Name: "/web", Config: { Labels: {} } }]]),
    lackedImages: new Set(["redis"]),
    apiVersion: "1.47",
    info: { Name: "here" },
  });
  expect(engine.asked.sort()).toEqual([
    "/containers/1/json",
    "/containers/3/json",
    "/containers/json",
    "/images/json",
    "/images/redis/json",
    "/info",
    "/networks",
    "/version",
    "/volumes",
  ]);
});

test.each(["/containers/json", "/containers/1/json", "/networks", "/volumes", "/version", "/info"])(
  "there is no snapshot where %s fails",
  async (path) => {
    const socket = join(dir, `${path.replaceAll("/", "-")}.sock`);
    await using engine = await fakeEngine({ ...holding, [path]: 500 }, socket);
    await expect(takeEngineSnapshot(connect(engine.address), everything)).rejects.toThrow("HTTP 500");
  },
);

test("an engine that does not list its images counts as lacking none", async () => {
  await using engine = await fakeEngine({ ...holding, "/images/json": 500 }, join(dir, "images.sock"));
  const { lackedImages } = await takeEngineSnapshot(connect(engine.address), everything);
  expect(lackedImages).toEqual(new Set());
});
