import { expect, test } from "vitest";
import { familiarName, registryOf } from "../../../lib/docker/image-names.ts";

test.each([
  ["nginx", "nginx:latest", "docker.io"],
  ["docker.io/library/nginx:1.26", "nginx:1.26", "docker.io"],
  ["index.docker.io/a/b", "a/b:latest", "docker.io"],
  ["a/b@sha256:1f", "a/b@sha256:1f", "docker.io"],
  ["nginx:1.26@sha256:1f", "nginx@sha256:1f", "docker.io"],
  ["localhost/a", "localhost/a:latest", "localhost"],
  ["172.17.0.1:5000/docker-local/a:1", "172.17.0.1:5000/docker-local/a:1", "172.17.0.1:5000"],
  ["r.example.test:5000/a", "r.example.test:5000/a:latest", "r.example.test:5000"],
])("%s is listed as %s and comes from %s", (reference, name, registry) => {
  expect([familiarName(reference), registryOf(reference)]).toEqual([name, registry]);
});
