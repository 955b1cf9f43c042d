import { expect, test } from "vitest";
import { containerFacts } from "../../../lib/status/container-facts.ts";
import { inspected } from "../support/engine-facts.ts";

const started = "2026-11-26T08:00:00Z";
const finished = "2026-11-26T09:00:00Z";

const images = [{ Id: "sha256:1", Created: 1_793_000_000, RepoTags: null, RepoDigests: null }];

function facts(image: string, running = true, labels = {}) {
  const State = { Running: running, StartedAt: started, FinishedAt: finished };
  const container = inspected({
    Image: "sha256:1",
    State,
    Config: { Image: image, Labels: labels },
    RestartCount: 3,
  });
  return containerFacts(container, [], images);
}

test("a container runs since its start, and is down since its end", () => {
  expect(facts("nginx:1.26")).toEqual({
    id: inspected({}).Id,
    image: "nginx:1.26",
    version: "1.26",
    since: started,
    restarts: 3,
    built: "2026-10-26T07:33:20.000Z",
    addresses: [],
  });
  expect(facts("nginx:1.26", false).since).toBe(finished);
});

test("a container that never ran has no time, and one of an unknown image no age", () => {
  const State = { Running: false, FinishedAt: "0001-01-01T00:00:00Z" };
  const found = containerFacts(
    inspected({ Image: "sha256:2", State, Config: { Image: "nginx:1.26" } }),
    [],
    images,
  );
  expect([found.since, found.built]).toEqual([undefined, undefined]);
});

test.each([
  ["nginx:1.26", { "org.opencontainers.image.version": "22.04" }, "1.26"],
  ["10.0.0.1:5000/team/chat:dev.0.0.2", {}, "dev.0.0.2"],
  ["nginx:stable", { "org.opencontainers.image.version": "v1.26.3" }, "v1.26.3"],
  ["nginx:stable", {}, "stable"],
  ["10.0.0.1:5000/team/chat", {}, undefined],
  ["chat:1.2@sha256:0123456789abcdef0123456789abcdef", {}, "1.2"],
  ["chat@sha256:0123456789abcdef0123456789abcdef", {}, undefined],
  ["sha256:0123456789abcdef0123456789abcdef", { "org.opencontainers.image.version": "" }, undefined],
])("the version of %s with %o is %s", (image, labels, version) => {
  expect(facts(image, true, labels).version).toBe(version);
});

test("a port of all addresses is shown once", () => {
  const port = { published: 8080, target: 80, protocol: "tcp" };
  const ports = [
    { ...port, ip: "::" },
    { ...port, ip: "0.0.0.0" },
    { ...port, ip: "127.0.0.1", published: 81 },
  ];
  expect(containerFacts(inspected({ Config: { Image: "nginx:1.26" } }), ports, images).addresses).toEqual([
    "0.0.0.0:8080->80/tcp",
    "127.0.0.1:81->80/tcp",
  ]);
});
