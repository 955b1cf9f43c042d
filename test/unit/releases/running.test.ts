import { expect, test } from "vitest";
import { repositoryOf } from "../../../lib/docker/image-names.ts";
import { digestFor, pinned, runningOf, withTag } from "../../../lib/releases/index.ts";
import { type Resource, types } from "../../../lib/state/index.ts";

const digest = `sha256:${"a".repeat(64)}`;
const urn = (type: string, name: string) => `urn:pulumi:prod::boat::${type}::${name}`;
const provider = `${urn("pulumi:providers:docker", "Local")}::1`;
const stack = (services: object): Resource => ({
  urn: urn(types.hostStack, "Local/web"),
  type: types.hostStack,
  outputs: { sources: { services } },
});
const container = (service: string, image: string, id: string, more: Partial<Resource> = {}): Resource => ({
  urn: urn(types.container, `Local/web/${service}`),
  type: types.container,
  parent: urn(types.hostStack, "Local/web"),
  provider,
  inputs: {
    name: service,
    image,
    labels: [
      { label: "com.docker.compose.service", value: service },
      { label: "com.docker.compose.image", value: id },
      { label: "com.docker.compose.config-hash", value: `hash-${service}` },
    ],
  },
  ...more,
});
const image = (name: string, imageId: string, repoDigest: string, inputs: object = {}): Resource => ({
  urn: urn(types.image, `Local/${name}`),
  type: types.image,
  provider,
  inputs: { name, ...inputs },
  outputs: { name, imageId, repoDigest },
});
const running = (...resources: Resource[]) => runningOf({ resources, pending_operations: [] });

test("running images have the references of the compose file, and the digests that the engine reports", () => {
  const found = running(
    stack({ app: { image: "r:5000/app:1" }, db: { image: "postgres:17" }, own: { image: "own" } }),
    container("app", `r:5000/app:2@${digest}`, "id1"),
    container("db", "postgres:17", "id2"),
    container("own", "own", "id3"),
    container("old", "old:1", "id4", { delete: true }),
    image(`r:5000/app:2@${digest}`, "id1", `r:5000/app@${digest}`),
    image("postgres:17", "id2", `postgres@${digest}`),
    image("own", "id3", "", { build: { context: "." } }),
    image("old:1", "id4", `old@${digest}`),
  );
  expect(found).toEqual({
    "Local/web": {
      files: expect.stringMatching(/^[0-9a-f]{16}$/),
      images: { "postgres:17": { digest }, "r:5000/app:1": { digest, tag: "2" } },
    },
  });
});

test("an image of another name, one without a registry, and one that the file pins have no entry", () => {
  const found = running(
    stack({}),
    container("a", "own:1", "id1"),
    container("b", "own:2", "id2"),
    container("c", `nginx:1@${digest}`, "id3"),
    image("own:1", "id1", `nginx@${digest}`),
    image("own:2", "id2", ""),
    image(`nginx:1@${digest}`, "id3", `nginx@${digest}`),
  );
  expect(found["Local/web"]?.images).toEqual({ "nginx:1": { digest } });
  const written = running(
    stack({ c: { image: `nginx:1@${digest}` } }),
    container("c", `nginx:1@${digest}`, "id3"),
    image(`nginx:1@${digest}`, "id3", `nginx@${digest}`),
  );
  expect(written["Local/web"]?.images).toEqual({});
});

test("the digest for which an image was pulled counts if the provider reports another registry's", () => {
  const other = image("r:5000/app:1", "id1", `r:4000/app@sha256:${"b".repeat(64)}`, {
    pullTriggers: [digest],
  });
  const found = running(stack({}), container("app", "r:5000/app:1", "id1"), other);
  expect(found["Local/web"]?.images).toEqual({ "r:5000/app:1": { digest } });
});

test("the hash of the files changes with a container's", () => {
  const of = (...services: string[]) =>
    running(stack({}), ...services.map((each) => container(each, each, "id")))["Local/web"]?.files;
  expect(of("a", "b")).toBe(of("b", "a"));
  expect(of("a")).not.toBe(of("a", "b"));
  expect(running(stack({}))).toEqual({});
});

test("an image that was built anew changes the hash, because it has no digest", () => {
  const of = (id: string) => running(stack({}), container("a", "own", id))["Local/web"]?.files;
  expect(of("id1")).not.toBe(of("id2"));
});

test("references keep the port of their registry", () => {
  expect(repositoryOf("r:5000/app")).toBe("r:5000/app");
  expect(withTag("r:5000/app:1", "2")).toBe("r:5000/app:2");
  expect(pinned(`r:5000/app:1@${digest}`, "sha256:b")).toBe("r:5000/app:1@sha256:b");
  expect(digestFor("docker.io/library/nginx", `nginx@${digest}`)).toBe(digest);
  expect(digestFor("nginx", `other/nginx@${digest}`)).toBeUndefined();
  expect(digestFor("nginx", undefined)).toBeUndefined();
});
