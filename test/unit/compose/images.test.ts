import { describe, expect, test } from "vitest";
import { dockerignore } from "../../../compose/hash/dockerignore.ts";
import { DIR, type Given, LABEL, plan, problems } from "./support.ts";

const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
const app = { "app/Dockerfile": "FROM scratch\n", "app/page.html": "page\n", "app/notes.md": "notes\n" };
const stack = (lines: string, more: Record<string, string> = {}) => ({
  "compose.yaml": `services:\n  a: {${lines}}\n`,
  ...app,
  ...more,
});
const contextHash = (given: Given) => plan(given).images[0]?.contextHash;

describe("images", () => {
  test.each<[string, unknown]>([
    ["image: x, pull_policy: always", [{ key: "x", reference: "x", pull: "always" }]],
    ["image: x, pull_policy: daily", [{ key: "x", reference: "x", pull: "always" }]],
    ["image: x, pull_policy: never", [{ key: "x", reference: "x", pull: "never" }]],
    [
      "image: x, platform: linux/arm64",
      [{ key: "x linux/arm64", reference: "x", platform: "linux/arm64", pull: "missing" }],
    ],
    [
      "build: app",
      [
        {
          key: "web-a",
          reference: "web-a",
          pull: "missing",
          build: { context: `${DIR}/app`, dockerfile: "Dockerfile" },
          contextHash: hash,
        },
      ],
    ],
    [
      "image: x, build: {context: app, args: {A: 1, B: }, target: t, labels: [l=1], tags: [y], network: host, shm_size: 1k, no_cache: true, pull: true, platforms: [linux/amd64], extra_hosts: [h=::1], cache_from: [z]}",
      [
        {
          key: "x",
          reference: "x",
          pull: "missing",
          build: {
            context: `${DIR}/app`,
            dockerfile: "Dockerfile",
            buildArgs: { A: "1" },
            target: "t",
            labels: { l: "1" },
            tags: ["y"],
            platform: "linux/amd64",
            cacheFroms: ["z"],
            extraHosts: ["h:::1"],
            networkMode: "host",
            shmSize: 1024,
            noCache: true,
            pullParent: true,
          },
          contextHash: hash,
        },
      ],
    ],
  ])("%s", (lines, want) => expect(plan(stack(lines)).images).toEqual(want));

  test("services with one image share it; who builds it wins", () => {
    const text = "services: {a: {image: x}, b: {image: x, build: app}, c: {image: x, pull_policy: always}}";
    const { images, containers } = plan({ "compose.yaml": text, ...app });
    expect(images).toEqual([
      {
        key: "x",
        reference: "x",
        pull: "always",
        build: { context: `${DIR}/app`, dockerfile: "Dockerfile" },
        contextHash: hash,
      },
    ]);
    expect(containers.map(({ image }) => image)).toEqual(["x", "x", "x"]);
  });
});

describe("the hash of a build context", () => {
  const before = contextHash(stack("build: app", { "app/.dockerignore": "*.md" }));
  test.each<[string, Given]>([
    ["a file", stack("build: app", { "app/.dockerignore": "*.md", "app/page.html": "changed" })],
    ["a new file", stack("build: app", { "app/.dockerignore": "*.md", "app/sub/new": "" })],
    ["an x-bit", stack("build: app", { "app/.dockerignore": "*.md", "*app/page.html": "page\n" })],
    [
      "the Dockerfile",
      stack("build: app", { "app/.dockerignore": "*.md", "app/Dockerfile": "FROM other\n" }),
    ],
    ["what is ignored", stack("build: app", { "app/.dockerignore": "" })],
    ["a setting", stack("build: {context: app, args: [A=1]}", { "app/.dockerignore": "*.md" })],
  ])("changes with %s", (_, after) => expect(contextHash(after)).not.toBe(before));

  test("does not change with an ignored file", () => {
    expect(contextHash(stack("build: app", { "app/.dockerignore": "*.md", "app/notes.md": "changed" }))).toBe(
      before,
    );
  });
});

describe(".dockerignore", () => {
  test.each<[string, string, boolean]>([
    ["*.md", "a.md", false],
    ["*.md", "sub/a.md", true],
    ["**/*.md", "sub/deep/a.md", false],
    ["**/*.md", "a.md", false],
    ["sub", "sub/deep/file", false],
    ["/sub/", "sub/file", false],
    ["sub/**", "sub/file", false],
    ["./sub", "sub/file", false],
    ["fil?", "file", false],
    ["[a-c]", "b", false],
    ["# a", "a", true],
    ["a.b", "axb", true],
    ["*\n!keep.md", "keep.md", true],
    ["!keep.md\n*", "keep.md", false],
    ["dir\n!dir/keep", "dir/keep", true],
    ["", "a", true],
  ])("%j keeps %s: %s", (content, path, want) => expect(dockerignore(content)(path)).toBe(want));
});

describe("a build that cannot be is one line", () => {
  const at = (position: string, text: string) => [
    `${LABEL}/compose.yaml:${position}: expected services.a.build.${text}`,
  ];
  test.each<[string, string[]]>([
    ["build: none", at("2:7", "context: a folder that exists, found none; create it or correct the path")],
    [
      "build: {context: app, dockerfile: no}",
      at("2:29", "dockerfile: a Dockerfile that exists, found none; create it or correct the path"),
    ],
    [
      "build: {context: app, dockerfile: ../compose.yaml}",
      at("2:29", "dockerfile: a Dockerfile inside the context, found one outside; move it into the context"),
    ],
    [
      "build: https://example.test/x.git",
      at(
        "2:7",
        'context: a folder, found "https://example.test/x.git"; check the repository out into the stack\'s folder',
      ),
    ],
    [
      "build: {context: app, ssh: [default]}",
      at(
        "2:29",
        "ssh: a build that the Docker provider can express, found ssh; build the image in its own pipeline",
      ),
    ],
    [
      "build: {context: app, platforms: [a, b]}",
      at("2:29", "platforms: one platform, found several; name one"),
    ],
  ])("%s", (lines, want) => expect(problems(() => plan(stack(lines)))).toEqual(want));

  test("two builds of one image", () => {
    const text =
      "services:\n  a: {image: x, build: app}\n  b: {image: x, build: {context: app, target: t}}\n";
    expect(problems(() => plan({ "compose.yaml": text, ...app }))).toEqual([
      `${LABEL}/compose.yaml:3:17: expected services.b.build: one build for one image, found two; give the images different names`,
    ]);
  });
});
