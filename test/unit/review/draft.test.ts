import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { problemLine } from "../../../lib/problems/index.ts";
import { lockText } from "../../../lib/releases/index.ts";
import { draftOf, draftProblems } from "../../../lib/review/draft.ts";

const config = {
  "smallboat:hosts": { Local: { engine: "unix:///var/run/docker.sock" } },
  "smallboat:secrets": { DB_PASSWORD: { secure: "AAA" }, API_KEY: { secure: "BBB" } },
};

/** A checkout with this compose file of the stack Local/web, and other files. */
function checkout(compose: string, files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "smallboat-draft-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries({ "stacks/Local/web/compose.yaml": compose, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const main = `
services:
  web:
    image: nginx:1.26
    environment: {PASSWORD: $DB_PASSWORD}
    command: [serve, --key, $API_KEY]
`;

/** What stands between a preview and this compose file, where that on main is `main`. */
function refusals(compose: string, settings: object = config): string[] {
  const before = draftOf("dev", config, checkout(main));
  const after = draftOf("dev", { ...config, ...settings }, checkout(compose), (path) =>
    before.outside.has(path),
  );
  return [...after.problems, ...draftProblems(before, after)].map(problemLine);
}

const remedy = "let a maintainer read it first";

test("another tag, another service, and a secret in its environment are previewed", () => {
  expect(refusals(main.replace("1.26", "1.27"))).toEqual([]);
  expect(refusals(`${main}  db: {image: "postgres:16", environment: {A: $API_KEY}}\n`)).toEqual([]);
  expect(
    refusals(
      `${main}configs: {c: {content: "key $API_KEY"}}\n`.replace("image:", "configs: [c]\n    image:"),
    ),
  ).toEqual([]);
});

test.for([
  ["tmpfs: /run/$DB_PASSWORD", "DB_PASSWORD in containers.fields.tmpfs"],
  ["command: [serve, --key, $DB_PASSWORD]", "DB_PASSWORD in containers.fields.command"],
  ["labels: {a: $DB_PASSWORD}", "DB_PASSWORD in containers.fields.labels.value"],
  ["hostname: $DB_PASSWORD", "DB_PASSWORD in containers.fields.hostname"],
])("a secret does not move to where it is shown: %s", ([line, use]) => {
  expect(refusals(main.replace(/ command:.*/, ` ${line}`))).toEqual([
    `stacks/Local/web: expected secrets only in environment, configs and secrets, found ${use}; ${remedy}`,
  ]);
});

test("an error shows the name of a secret in place of the secret", () => {
  expect(refusals(main.replace("nginx:1.26", "Web/$DB_PASSWORD"))).toEqual([
    'stacks/Local/web/compose.yaml:4:5: expected services.web.image: an image as [registry/]name[:tag][@digest], the name in lower case, found "Web/DB_PASSWORD"; write it in lower case',
  ]);
});

test("no other registry is asked", () => {
  expect(refusals(main.replace("nginx:1.26", "evil.example.com:5000/x:1"))).toEqual([
    `stacks: expected only images of registries that the default branch uses, found evil.example.com:5000; ${remedy}`,
  ]);
  expect(refusals(main.replace("nginx:1.26", "docker.io/team/x:1"))).toEqual([]);
});

test.for([
  "env_file: /proc/self/environ",
  "build: {context: /proc/self, dockerfile_inline: FROM scratch}",
  "security_opt: ['seccomp=/proc/self/environ']",
])("a file outside of stacks is neither read nor shown: %s", (line) => {
  const found = refusals(main.replace(/ command:.*/, ` ${line}`));
  expect(found.filter((each) => each.startsWith("stacks: "))).toEqual([
    expect.stringMatching(
      /^stacks: expected stacks that read only files below stacks\/, found \/proc\/\d+(\/environ)?; let a maintainer read it first$/,
    ),
  ]);
  for (const value of Object.values(process.env).filter((each = "") => each.length > 9))
    expect(found.join("\n")).not.toContain(value);
});

test("a link counts as its target, and files that main reads already may be read", () => {
  const compose = main.replace("image:", "env_file: common.env\n    image:");
  const root = checkout(compose, { "common.env": "A=1" });
  symlinkSync("../../../common.env", join(root, "stacks/Local/web/common.env"));
  const before = draftOf("dev", config, root);
  expect([...before.outside]).toEqual([join(root, "common.env")]);
  const changed = draftOf("dev", config, root, (path) => before.outside.has(path));
  expect([changed.problems, draftProblems(before, changed)]).toEqual([[], []]);
});

test("settings with a mistake are reported, and no encrypted value is read", () => {
  const { problems } = draftOf("dev", { ...config, "smallboat:strict": "maybe" }, checkout(main));
  expect(problems.map(problemLine)).toEqual([
    expect.stringMatching(/^Pulumi\.dev\.yaml smallboat:strict: expected true, false or auto, found "maybe"/),
  ]);
});

test("the images that a stage needs: of its stacks, with and without the lock, and the registry's copies", () => {
  const settings = {
    ...config,
    "smallboat:registry": { host: "Local", address: "127.0.0.1:5000", copies: ["python:3.13-slim"] },
    "smallboat:generateSecrets": true,
  };
  const compose = `${main}  app: {image: "$REGISTRY/app:dev.0.0.2"}\n  own: {build: .}\n`;
  const root = checkout(compose, {
    "stacks/Local/web/Dockerfile":
      "ARG V=1\nfrom --platform=linux/amd64 $REGISTRY/x:$V AS x\nFROM r.test/docker-local/base:1.0\nCOPY --from=x / /\nFROM scratch\n",
  });
  const digest = `sha256:${"1".repeat(64)}`;
  const lock = { files: "1", images: { "nginx:1.26": { digest, tag: "1.27" } } };
  mkdirSync(join(root, "locks"));
  writeFileSync(join(root, "locks/dev.yaml"), lockText("dev", { stacks: { "Local/web": lock } }));
  const { images, problems } = draftOf("dev", { ...settings, "smallboat:locked": true }, root);
  expect([[...images].sort(), problems]).toEqual([
    [
      "127.0.0.1:5000/docker-local/app:dev.0.0.2",
      "127.0.0.1:5000/docker-local/python:3.13-slim",
      "nginx:1.26",
      `nginx:1.27@${digest}`,
      "r.test/docker-local/base:1.0",
      "registry:3",
    ],
    [],
  ]);
});
