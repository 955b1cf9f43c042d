import { expect, test } from "vitest";
import { referenceFault } from "../../../lib/compose/image-reference.ts";
import { LABEL, plan, problems } from "./support.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each([
  "nginx",
  "nginx:1.26",
  "nginx:1.26-Alpine_3",
  "library/nginx",
  "localhost/nginx",
  "localhost:5000/a/b/c:1",
  "172.17.0.1:5000/docker-local/app:dev.0.0.2",
  "REGISTRY.example.test/a",
  "[::1]:5000/a",
  "a__b/c.d/e-f--g:x",
  `nginx@${digest}`,
  `nginx:1.26@${digest}`,
])("%s is a valid image reference", (reference) => expect(referenceFault(reference)).toBeUndefined());

const form = "an image as [registry/]name[:tag][@digest]";
test.each([
  ["nginx:1.26:latest", form, "name one tag"],
  ["nginx:", form, "add the tag; a variable may be empty"],
  ["/nginx", form, "correct it"],
  ["", form, "correct it"],
  ["nginx 1", form, "correct it"],
  ["https://example.test/nginx", form, "correct it"],
  ["Nginx:1.26", `${form}, the name in lower case`, "write it in lower case"],
  ["example.test/Web/App", `${form}, the name in lower case`, "write it in lower case"],
  [`nginx:${"x".repeat(129)}`, form, "correct it"],
  ["nginx@sha256:abc", form, "correct it"],
  ["a".repeat(256), form, "correct it"],
  ["f".repeat(64), form, "write sha256:ffff…, or a name"],
])("%j is no valid image reference", (reference, expected, remedy) => {
  expect(referenceFault(reference)).toEqual({ expected, remedy });
});

test("a fault of one image is reported once for all services", () => {
  const text =
    "x-app: &app {image: x, build: none}\n" +
    "services:\n  a: {image: 'nginx:'}\n  b: {image: 'nginx:'}\n  c: *app\n  d: *app\n  e: {image: nginx:1:2}\n";
  expect(problems(() => plan(text))).toEqual([
    `${LABEL}/compose.yaml:3:7: expected services.a.image, services.b.image: ${form}, found "nginx:"; add the tag; a variable may be empty`,
    `${LABEL}/compose.yaml:1:24: expected services.c.build.context, services.d.build.context: a folder that exists, found none; create it or correct the path`,
    `${LABEL}/compose.yaml:7:7: expected services.e.image: ${form}, found "nginx:1:2"; name one tag`,
  ]);
});

test("a wrong reference is reported with its position, also in tags of a build", () => {
  const text = "services:\n  a:\n    image: nginx:1.26:latest\n  b:\n    build: {context: app, tags: [B]}\n";
  expect(problems(() => plan({ "compose.yaml": text, "app/Dockerfile": "FROM scratch" }))).toEqual([
    `${LABEL}/compose.yaml:3:5: expected services.a.image: ${form}, found "nginx:1.26:latest"; name one tag`,
    `${LABEL}/compose.yaml:5:27: expected services.b.build.tags: ${form}, the name in lower case, found "B"; write it in lower case`,
  ]);
});
