// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose's own syntax
import { describe, expect, test } from "vitest";
import { DIR, type Given, LABEL, load, problems } from "./support.ts";

/** The services of a model without what every service has. */
function services(given: Given): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(load(given).model.services).map(
      ([name, { command, entrypoint, networks: _, ...rest }]) => [
        name,
        { ...(command ? { command } : {}), ...(entrypoint ? { entrypoint } : {}), ...rest },
      ],
    ),
  );
}

describe("an override file", () => {
  test.each<[string, string, string, unknown]>([
    ["replaces scalars", "image: one", "image: two", { image: "two" }],
    ["replaces commands", "image: x\n    command: [a, b]", "command: c", { image: "x", command: ["c"] }],
    ["joins lists", "image: x\n    cap_add: [A]", "cap_add: [B, A]", { image: "x", cap_add: ["A", "B"] }],
    [
      "merges environments of both forms",
      "image: x\n    environment: {A: 1, B: 2}",
      "environment: [B=3, C=4]",
      { image: "x", environment: { A: "1", B: "3", C: "4" } },
    ],
    [
      "mounts a target once",
      "image: x\n    volumes: ['/a:/t', '/b:/u']",
      "volumes: ['/c:/t']",
      {
        image: "x",
        volumes: [
          { type: "bind", source: "/c", target: "/t", bind: { create_host_path: true } },
          { type: "bind", source: "/b", target: "/u", bind: { create_host_path: true } },
        ],
      },
    ],
    [
      "keeps logging of the same driver",
      "image: x\n    logging: {driver: d, options: {a: 1}}",
      "logging: {options: {b: 2}}",
      { image: "x", logging: { driver: "d", options: { a: "1", b: "2" } } },
    ],
    [
      "replaces logging of another driver",
      "image: x\n    logging: {driver: d, options: {a: 1}}",
      "logging: {driver: e}",
      { image: "x", logging: { driver: "e" } },
    ],
    [
      "adds to a short build",
      "build: ./app",
      "build: {target: t}",
      { build: { context: `${DIR}/app`, dockerfile: "Dockerfile", target: "t" } },
    ],
    [
      "resets",
      "image: x\n    cap_add: [A]\n    environment: {A: 1, B: 2}",
      "cap_add: !reset []\n    environment: {A: !reset }",
      { image: "x", environment: { B: "2" } },
    ],
    [
      "overrides as a whole",
      "image: x\n    cap_add: [A]",
      "cap_add: !override [B]",
      { image: "x", cap_add: ["B"] },
    ],
    ["leaves alone what it names without value", "image: x", "image:", { image: "x" }],
  ])("%s", (_, base, over, want) => {
    const files = {
      "compose.yaml": `services:\n  a:\n    ${base}`,
      "compose.override.yaml": `services:\n  a:\n    ${over}`,
    };
    expect(services(files)).toEqual({ a: want });
  });
});

test("extends works across files, each with its own folder; the service's own values win", () => {
  const files = {
    "compose.yaml":
      "services: {a: {extends: {file: lib/base.yaml, service: b}, labels: [own=1, both=a]}, local: {extends: a, hostname: h}}",
    "lib/base.yaml":
      "services: {b: {extends: c, volumes: ['./v:/v'], labels: {both: b}}, c: {image: x, env_file: c.env}}",
    "lib/c.env": "C=1\n",
  };
  const a = {
    image: "x",
    environment: { C: "1" },
    labels: { both: "a", own: "1" },
    volumes: [{ type: "bind", source: `${DIR}/lib/v`, target: "/v", bind: { create_host_path: true } }],
  };
  expect(services(files)).toEqual({ a, local: { ...a, hostname: "h" } });
});

test("include brings in services with their own folder and .env", () => {
  const files = {
    "compose.yaml": "include: [sub/compose.yaml]\nservices: {a: {image: 'a:${TAG-}', depends_on: [b]}}",
    "sub/compose.yaml":
      "services: {b: {image: 'b:${TAG}', volumes: ['./v:/v', 'data:/d']}}\nvolumes: {data: }",
    "sub/.env": "TAG=sub\n",
  };
  expect(services(files)).toEqual({
    a: { image: "a:", depends_on: { b: { condition: "service_started", required: true } } },
    b: {
      image: "b:sub",
      volumes: [
        { type: "bind", source: `${DIR}/sub/v`, target: "/v", bind: { create_host_path: true } },
        { type: "volume", source: "data", target: "/d", volume: {} },
      ],
    },
  });
});

test("COMPOSE_FILE of .env names the files", () => {
  const files = {
    ".env": "COMPOSE_FILE=one.yaml:two.yaml\n",
    "one.yaml": "services: {a: {image: x}}",
    "two.yaml": "services: {a: {image: y}}",
  };
  expect(services(files)).toEqual({ a: { image: "y" } });
});

describe("the project's name", () => {
  const name = (given: Given, values = {}) => load(given, values).model.name;
  test.each<[string, Given, string]>([
    ["the folder's", "services: {a: {image: x}}", "web"],
    ["the file's", "name: _My App_1\nservices: {a: {image: x}}", "myapp_1"],
    ["the file's, by a variable", "name: x-${STAGE}\nservices: {a: {image: x}}", "x-dev"],
    [
      "the variable's",
      { ".env": "COMPOSE_PROJECT_NAME=env", "compose.yaml": "name: y\nservices: {a: {image: x}}" },
      "env",
    ],
  ])("is %s", (_, given, want) => expect(name(given, { STAGE: "dev" })).toBe(want));
});

describe("files that cannot be merged cause one line", () => {
  const at = (text: string) => `${LABEL}/compose.yaml:${text}`;
  test.each<[string, Given, string]>([
    [
      "a base that is not there",
      "services: {a: {extends: b}}",
      at('1:25: expected extends of a service that exists, found "b"; define b or correct the name'),
    ],
    [
      "a file that is not there",
      "services: {a: {extends: {file: no.yaml, service: b}}}",
      at('1:32: expected a file that exists, found "no.yaml"; correct the path'),
    ],
    [
      "a service that extends itself",
      "services: {a: {extends: b}, b: {extends: a}}",
      at("1:25: expected extends without a cycle, found a, which extends itself; remove one of the extends"),
    ],
    [
      "services of two files that extend each other",
      {
        "compose.yaml": "services: {a: {extends: {file: b.yaml, service: b}}}",
        "b.yaml": "services: {b: {extends: {file: compose.yaml, service: a}}}",
      },
      at("1:25: expected extends without a cycle, found a, which extends itself; remove one of the extends"),
    ],
    [
      "an include that is not there",
      "include: [no.yaml]\nservices: {a: {image: x}}",
      at(`1:11: expected a file that exists, found ${LABEL}/no.yaml; correct the path`),
    ],
    [
      "a file that includes itself",
      "include: [compose.yaml]\nservices: {a: {image: x}}",
      at("1:11: expected include without a cycle, found a file that includes itself; remove it"),
    ],
    [
      "a name defined twice",
      {
        "compose.yaml": "include: [b.yaml]\nservices: {a: {image: x}}",
        "b.yaml": "services: {a: {image: y}}",
      },
      at(
        `2:15: expected services.a once, found it also in ${LABEL}/b.yaml:1:12; rename one, or use an override`,
      ),
    ],
    [
      "no compose file",
      { "readme.md": "" },
      `${LABEL}: expected a compose.yaml, found none; write one, or remove the folder`,
    ],
    [
      "an empty file",
      "# nothing\n",
      at("1:1: expected a compose file, found an empty one; write services: with the services to run"),
    ],
  ])("%s", (_, given, want) => expect(problems(() => load(given))).toEqual([want]));
});
