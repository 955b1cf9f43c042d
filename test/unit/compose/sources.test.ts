import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { type Given, plan } from "./support.ts";

const sources = (given: Given, values: Record<string, string> = {}) => plan(given, values).sources;
/** As git names it. */
const git = (text: string) =>
  execFileSync("git", ["hash-object", "--stdin"], { input: text, encoding: "utf8" }).trim();

const compose = `
services:
  web:
    image: example/web:1
    ports: ["127.0.0.1:8080:80", "53:53/udp", "443"]
    environment: {TOKEN: hush, B: "2"}
    volumes: ["./html:/html:ro", "./nginx.conf:/etc/nginx.conf:ro", "data:/data"]
    secrets: [password]
    configs: [{source: motd, target: /etc/motd}]
    cpus: 0.5
    pids_limit: 9
    healthcheck: {test: [CMD, ready]}
volumes: {data: }
secrets: {password: {file: ./password}}
configs: {motd: {file: ./motd}}
`;
const files = {
  "compose.yaml": compose,
  "html/index.html": "<h1>Hello</h1>\n",
  "html/sub/page.html": "page\n",
  "nginx.conf": "events {}\n",
  password: "hunter2\n",
  motd: "hello\n",
};
const at = "stacks/Local/web";

test("a stack is described by names and git's hashes, without values of secrets", () => {
  expect(sources(files)).toEqual({
    composeFiles: { [`${at}/compose.yaml`]: git(compose) },
    services: {
      web: {
        image: "example/web:1",
        environment: ["B", "TOKEN"],
        files: {
          [`${at}/html/index.html`]: git("<h1>Hello</h1>\n"),
          [`${at}/html/sub/page.html`]: git("page\n"),
          [`${at}/motd`]: git("hello\n"),
          [`${at}/nginx.conf`]: git("events {}\n"),
        },
        secrets: { [`${at}/password`]: git("hunter2\n").slice(0, 8) },
        fields: {
          PidsLimit: "9",
          cpus: "0.5",
          healthcheck: expect.stringMatching(/^[0-9a-f]{8}$/),
          ports: "127.0.0.1:8080:80, 53:53/udp, 443",
        },
      },
    },
  });
  expect(JSON.stringify(sources(files))).not.toMatch(/hush|hunter2/);
});

test("it includes the files of a build, except those that .dockerignore leaves out", () => {
  const dockerfile = "FROM scratch\nCOPY app /\n";
  const built = {
    "compose.yaml": "services: {app: {build: ./src}}",
    "src/Dockerfile": dockerfile,
    "src/.dockerignore": "*.log\n",
    "src/app": "1",
    "src/some.log": "2",
  };
  expect(sources(built)?.services).toEqual({
    app: {
      build: {
        [`${at}/src/.dockerignore`]: git("*.log\n"),
        [`${at}/src/Dockerfile`]: git(dockerfile),
        [`${at}/src/app`]: git("1"),
      },
    },
  });
});

test("a folder of more than a hundred files has one hash, which changes with each of them", () => {
  const many = (changed: string) => ({
    "compose.yaml": 'services: {web: {image: a, volumes: ["./html:/html:ro"]}}',
    ...Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`html/${index}`, "same"])),
    "html/7": changed,
  });
  const hashes = ["same", "other"].map((changed) => sources(many(changed))?.services.web?.files);
  const one = { [`${at}/html/`]: expect.stringMatching(/^[0-9a-f]{40}$/) };
  expect(hashes).toEqual([one, one]);
  expect(hashes[0]).not.toEqual(hashes[1]);
});
