import { expect, test } from "vitest";
import { isSecretFile, withoutSecrets } from "../../../lib/changes/redaction.ts";

const compose = `
x-shared: &shared
  PASSWORD: hunter2
  NAMES: &names {FIRST: ann}
x-list: &list
  - TOKEN=abc
services:
  web:
    image: nginx:1.26@sha256:6db98280f4d86db98280f4d86db98280f4d86db98280f4d86db98280f4d86db9
    command: [run, --password, hunter2]
    environment:
      <<: *shared
      MODE: test
      GIVEN: \${GIVEN}
      DEFAULT: "\${GIVEN:-hunter2}"
      BLOCK: |
        many
        lines
    ports: ["8080:80"]
  job:
    command:
      - --api-key
      - hunter2
    build:
      args: [KEY=hunter2, BARE]
    environment: *list
    env_file: web.env
    labels: {auth.basicauth.users: "ann:hash", traefik.enable: "true"}
configs:
  motd:
    content: hunter2
secrets:
  db: {file: ./db}
`;

test("a compose file keeps its names and structure, and no value of a variable", () => {
  expect(withoutSecrets("stacks/a/b/compose.yaml", compose)).toBe(`
x-shared: &shared
  PASSWORD: •••
  NAMES: &names {FIRST: •••}
x-list: &list
  - TOKEN=•••
services:
  web:
    image: nginx:1.26@sha256:6db98280f4d86db98280f4d86db98280f4d86db98280f4d86db98280f4d86db9
    command: [run, --password, •••]
    environment:
      <<: *shared
      MODE: •••
      GIVEN: \${GIVEN}
      DEFAULT: •••
      BLOCK: •••
    ports: ["8080:80"]
  job:
    command:
      - --api-key
      - •••
    build:
      args: [KEY=•••, •••]
    environment: *list
    env_file: web.env
    labels: {auth.basicauth.users: •••
configs:
  motd:
    content: •••
secrets:
  db: {file: ./db}
`);
});

test("no value of it is left", () => {
  expect(withoutSecrets("compose.yaml", compose)).not.toMatch(/hunter2|abc|ann|many/);
});

test("a file that is no YAML shows no value at all", () => {
  expect(withoutSecrets("compose.yaml", "a: hunter2\n  b: [hunter2\n- hunter2\n")).toBe(
    "a: •••\n  b: •••\n- •••\n",
  );
});

test.each([
  ["password = hunter2", "password = •••"],
  ["db_password: hunter2", "db_password: •••"],
  ["password: $DB_PASSWORD", "password: $DB_PASSWORD"],
  ['"apiKey": "hunter2"', '"apiKey": •••'],
  ["run --token hunter2 on", "run --token ••• on"],
  ["proxy_pass http://ann:hunter2@db:5432/x;", "proxy_pass http://•••@db:5432/x;"],
  ["key aGVsbG8gd29ybGQgdGhpcyBpcyBhIHNlY3JldCAxMjM0NTY3", "key •••"],
  ["proxy_pass http://db:5432/x;", "proxy_pass http://db:5432/x;"],
  ["listen 80;", "listen 80;"],
  ["<h1>Hello</h1>", "<h1>Hello</h1>"],
])("secrets are hidden in the line %s", (line, want) => {
  expect(withoutSecrets("nginx.conf", line)).toBe(want);
});

test.each([
  [".env", true],
  ["prod.env", true],
  ["certs/tls.key", true],
  ["secrets/db", true],
  ["db-password", true],
  ["id_ed25519", true],
  ["html/index.html", false],
  ["nginx.conf", false],
  ["environment.md", false],
])("whether %s is a secret", (path, want) => {
  expect(isSecretFile(`stacks/Local/web/${path}`)).toBe(want);
});
