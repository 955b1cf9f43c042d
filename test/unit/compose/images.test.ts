import { describe, expect, test } from "vitest";
import { dockerignore } from "../../../lib/compose/hash/dockerignore.ts";
import { DIR, type Given, LABEL, plan, problems } from "./support.ts";

const at = (position: string) => `${LABEL}/compose.yaml:${position}`;
const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
const other = { "other/Dockerfile": "FROM other\n", "other/Dockerfile.dockerignore": "page.html\n" };
const app = { "app/Dockerfile": "FROM scratch\n", "app/page.html": "page\n", "app/notes.md": "notes\n" };
const stack = (lines: string, more: Record<string, string> = {}) => ({
  "compose.yaml": `services:\n  a: {${lines}}\n`,
  ...app,
  ...other,
  ...more,
});
const contextHash = (given: Given) => plan(given).images[0]?.contextHash;

describe("images", () => {
  test.each<[string, unknown]>([
    ["image: x, pull_policy: always", [{ key: "x", reference: "x", where: at("2:7"), pull: "always" }]],
    ["image: x, pull_policy: daily", [{ key: "x", reference: "x", where: at("2:7"), pull: "always" }]],
    ["image: x, pull_policy: never", [{ key: "x", reference: "x", where: at("2:7"), pull: "never" }]],
    [
      "image: x, platform: linux/arm64",
      [{ key: "x linux/arm64", reference: "x", where: at("2:7"), platform: "linux/arm64", pull: "missing" }],
    ],
    [
      "build: app",
      [
        {
          key: "web-a",
          reference: "web-a",
          where: at("2:3"),
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
          where: at("2:7"),
          pull: "missing",
          build: {
            context: `${DIR}/app`,
            dockerfile: "Dockerfile",
            buildArgs: { A: "1" },
            target: "t",
            label: { l: "1" },
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
    [
      "build: {context: app, dockerfile_inline: FROM x}",
      [
        {
          key: "web-a",
          reference: "web-a",
          where: at("2:3"),
          pull: "missing",
          build: { context: `${DIR}/app` },
          dockerfile: "FROM x",
          contextHash: hash,
        },
      ],
    ],
    [
      "build: {context: app, dockerfile: ../other/Dockerfile, cache_to: [type=inline], provenance: false, sbom: true, additional_contexts: {more: ./other, base: 'docker-image://x:1'}}",
      [
        {
          key: "web-a",
          reference: "web-a",
          where: at("2:3"),
          pull: "missing",
          build: {
            context: `${DIR}/app`,
            dockerfile: "../other/Dockerfile",
            cacheTos: ["type=inline"],
            provenance: "false",
            sbom: "true",
            additionalContexts: [`more=${DIR}/other`, "base=docker-image://x:1"],
          },
          contextHash: hash,
        },
      ],
    ],
  ])("%s", (lines, want) => expect(plan(stack(lines)).images).toEqual(want));

  test("secrets of a build are read from their files", () => {
    const given = {
      ...stack("build: {context: app, secrets: [one, {source: two, target: second}]}"),
      one: "1",
      two: "2",
    };
    const secrets = "secrets: {one: {file: ./one}, two: {file: ./two}}\n";
    const all = { ...given, "compose.yaml": given["compose.yaml"] + secrets };
    expect(plan(all).images[0]?.build?.secrets).toEqual([
      { id: "one", src: `${DIR}/one` },
      { id: "second", src: `${DIR}/two` },
    ]);
    expect(contextHash({ ...all, two: "changed" })).not.toBe(contextHash(all));
  });

  const commit = "0123456789abcdef0123456789abcdef01234567";
  test.each([
    ["https://example.test/x.git", `#${commit}`, "https://example.test/x.git", ""],
    ["git@example.test:a/x.git", `#${commit}:sub/app`, "git@example.test:a/x.git", "sub/app"],
    ["github.com/a/x", `#${commit}:/sub/`, "https://github.com/a/x", "sub"],
    ["ssh://git@example.test:22/x", `#${commit}`, "ssh://git@example.test:22/x", ""],
  ])("the context can be a commit of %s%s", (address, ref, url, folder) => {
    const lines = `build: {context: '${address}${ref}', dockerfile: other}`;
    expect(plan(stack(lines)).images).toEqual([
      {
        key: "web-a",
        reference: "web-a",
        where: at("2:3"),
        pull: "missing",
        build: { context: folder, dockerfile: "other" },
        repository: { url, commit },
        contextHash: hash,
      },
    ]);
    const later = lines.replace(commit, commit.replace("0", "f"));
    expect(contextHash(stack(later))).not.toBe(contextHash(stack(lines)));
    expect(contextHash(stack(lines, { "app/page.html": "changed" }))).toBe(contextHash(stack(lines)));
  });

  test("services with one image share it, and the one that builds it wins", () => {
    const text = "services: {a: {image: x}, b: {image: x, build: app}, c: {image: x, pull_policy: always}}";
    const { images, containers } = plan({ "compose.yaml": text, ...app });
    expect(images).toEqual([
      {
        key: "x",
        reference: "x",
        where: at("1:16"),
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

  const outside = "build: {context: app, dockerfile: ../other/Dockerfile, additional_contexts: {m: ./more}}";
  const further = stack(outside, { "more/file": "1" });
  test.each<[string, Record<string, string>]>([
    ["a Dockerfile outside the context", { "other/Dockerfile": "changed" }],
    ["the ignore file beside it", { "other/Dockerfile.dockerignore": "" }],
    ["a file of a further context", { "more/file": "2" }],
  ])("changes with %s", (_, change) =>
    expect(contextHash({ ...further, ...change })).not.toBe(contextHash(further)),
  );

  test("does not change with files that the Dockerfile's own ignore file leaves out", () => {
    expect(contextHash({ ...further, "app/page.html": "changed" })).toBe(contextHash(further));
  });

  test("changes with the lines of a Dockerfile in the compose file", () => {
    const inline = (text: string) => contextHash(stack(`build: {context: app, dockerfile_inline: ${text}}`));
    expect(inline("FROM x")).not.toBe(inline("FROM y"));
  });

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
  ])("the patterns %j keep %s in the build context: %s", (content, path, want) =>
    expect(dockerignore(content)(path)).toBe(want),
  );
});

describe("an impossible build causes one line", () => {
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
      "build: {context: app, additional_contexts: [m=./none]}",
      at("2:51", "additional_contexts.m: a folder that exists, found none; create it or correct the path"),
    ],
    [
      "build: {context: app, additional_contexts: {m: 'service:b'}}",
      at("2:51", 'additional_contexts.m: a folder or an image, found "service:b"; name the service\'s image'),
    ],
    ...(["entitlements", "privileged", "ulimits", "isolation"] as const).map((key): [string, string[]] => [
      `build: {context: app, ${key}: ${{ entitlements: "[x]", privileged: "true", ulimits: "{core: 1}", isolation: "hyperv" }[key]}}`,
      at(
        "2:29",
        `${key}: a build that the Docker provider can express, found ${key}; ${key === "isolation" ? "remove it: it is for Windows" : "remove it"}`,
      ),
    ]),
    [
      "build: https://example.test/x.tar.gz",
      at(
        "2:7",
        'context: a folder or a git repository, found "https://example.test/x.tar.gz"; check it out into the stack\'s folder',
      ),
    ],
    [
      "build: https://example.test/x.git",
      at(
        "2:7",
        'context: a git repository at a whole commit, found "https://example.test/x.git"; ' +
          'write https://example.test/x.git#<commit>; "git ls-remote https://example.test/x.git HEAD" tells the commit',
      ),
    ],
    [
      'build: {context: "github.com/a/x#main:sub"}',
      at(
        "2:15",
        'context: a git repository at a whole commit, found "github.com/a/x#main:sub"; ' +
          'write https://github.com/a/x#<commit>; "git ls-remote https://github.com/a/x main" tells the commit',
      ),
    ],
    [
      "build: 'https://me:hunter2@example.test/x.git'",
      at(
        "2:7",
        'context: an address without a password, found "https://me:…@example.test/x.git"; ' +
          "git takes your own credentials: leave it out",
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

  test("a secret that is in no file", () => {
    const text =
      "services:\n  a: {build: {context: app, secrets: [v, f]}}\nsecrets: {v: {environment: V}, f: {file: ./none}}\n";
    expect(problems(() => plan({ "compose.yaml": text, ...app }, { V: "hunter2" }))).toEqual([
      ...at("2:29", 'secrets: secrets from files, found "v" from elsewhere; put it into a file'),
      ...at("2:29", 'secrets: a file for "f", found none; create it or correct the path'),
    ]);
  });

  test("two builds of one image", () => {
    const text =
      "services:\n  a: {image: x, build: app}\n  b: {image: x, build: {context: app, target: t}}\n";
    expect(problems(() => plan({ "compose.yaml": text, ...app }))).toEqual([
      `${LABEL}/compose.yaml:3:17: expected services.b.build: one build for one image, found two; give the images different names`,
    ]);
  });
});
