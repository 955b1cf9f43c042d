import { expect, test } from "vitest";
import { ProblemError } from "../../../lib/problems/index.ts";
import { plan } from "./support.ts";

/** Names that every object of JavaScript knows, and names of the same form that none knows. */
const names = [
  ["__proto__", "__protz__"],
  ["constructor", "constructoz"],
  ["toString", "toStrinz"],
  ["hasOwnProperty", "hasOwnPropertz"],
] as const;

/** `__proto__` is set unlike any other key; of the others one at each place is enough. */
function namesAt(place: number) {
  return [names[0], names[1 + (place % 3)] as (typeof names)[number]];
}

/** A compose file in which services, networks, volumes, configs and secrets refer to each other. */
const sound = {
  services: {
    web: {
      ...{ image: "example/web:1", command: ["a"], environment: { A: "1" }, labels: { l: "1" } },
      ...{ env_file: [{ path: "web.env", required: true }], label_file: ["web.labels"] },
      ...{ networks: { front: { aliases: ["w"] } }, depends_on: { db: { condition: "service_started" } } },
      ...{ volumes: ["data:/data", { type: "volume", source: "data", target: "/more" }], links: ["db:d"] },
      ...{ configs: [{ source: "c", target: "/c" }], secrets: ["s"], ulimits: { nofile: 10 } },
      ...{ sysctls: { "net.core.somaxconn": 1 }, extra_hosts: { a: "10.0.0.1" }, ports: ["80"] },
      ...{ logging: { driver: "json-file", options: { tag: "x" } }, deploy: { labels: { d: "1" } } },
      ...{ healthcheck: { test: ["CMD", "x"], interval: "1s" }, network_mode: undefined },
    },
    db: { image: "example/db:1", networks: ["front"], restart: "always", profiles: undefined },
    job: { image: "example/job:1", network_mode: "service:db", volumes_from: ["db"] },
  },
  networks: { front: { driver: "bridge", driver_opts: { o: "1" }, labels: { n: "1" } } },
  volumes: { data: { labels: { v: "1" } } },
  configs: { c: { content: "x" } },
  secrets: { s: { environment: "SECRET" } },
};

type Change = (parent: Record<string, unknown>, key: string, name: string) => void;

const isHash = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Ways to put a name into a file. */
const ways: Readonly<Record<string, Change>> = {
  "as a key more": (parent, key, name) => {
    if (isHash(parent[key])) parent[key] = { ...parent[key], [name]: "x" };
  },
  "as one thing more": (parent, key, name) => {
    if (isHash(parent[key])) parent[key] = { ...parent[key], [name]: { image: "example/more:1" } };
  },
  "instead of the only key": (parent, key, name) => {
    if (isHash(parent[key])) parent[key] = { [name]: Object.values(parent[key])[0] };
  },
  "as a value": (parent, key, name) => {
    parent[key] = name;
  },
  "as a variable": (parent, key, name) => {
    parent[key] = `$\{${name}}`;
  },
  "as a list's value": (parent, key, name) => {
    parent[key] = [name];
  },
  "behind a service": (parent, key, name) => {
    parent[key] = `service:${name}`;
  },
};

function paths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...path, key], ...paths(each, [...path, key])]);
}

/** What comes of the files, as text. Hashes differ with the names. */
function told(files: Readonly<Record<string, string>>): string {
  try {
    return JSON.stringify(plan(files, { SECRET: "hidden" })).replaceAll(
      /\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{8})\b/g,
      "hash",
    );
  } catch (error) {
    return error instanceof ProblemError ? error.message : String((error as Error).stack);
  }
}

const files = (file: object, environment = "E=1\n") => ({
  "compose.yaml": JSON.stringify(file),
  "web.env": environment,
  "web.labels": "L=1\n",
});

/** The same files with another name, told as if it were the plain one. */
function renamed(given: Readonly<Record<string, string>>, name: string, plain: string): string {
  const texts = Object.entries(given).map(([path, text]) => [path, text.replaceAll(plain, name)]);
  return told(Object.fromEntries(texts)).replaceAll(name, plain);
}

test("the file is sound", () => {
  expect(told(files(sound))).toMatch(/^\{/);
});

test.each(Object.keys(ways))("a name that JavaScript objects have is a name like any other: %s", (way) => {
  const different: unknown[] = [];
  for (const [place, path] of paths(sound).entries()) {
    for (const [name, plain] of namesAt(place)) {
      const file = structuredClone(sound) as Record<string, unknown>;
      const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, file);
      ways[way]?.(parent, path.at(-1) ?? "", plain);
      const [found, expected] = [renamed(files(file), name, plain), told(files(file))];
      if (found !== expected)
        different.push([path.join("."), name, found.slice(0, 300), expected.slice(0, 300)]);
    }
  }
  expect(different).toEqual([]);
});

test.each(["PLAIN=1", "PLAIN", "A=$PLAIN", `A=$\{PLAIN:-x}`, "export PLAIN='1'"])(
  "a variable of an env file may have the name of a property of JavaScript objects: %s",
  (line) => {
    for (const [name, plain] of names) {
      const given = files(sound, `${line.replaceAll("PLAIN", plain)}\n`);
      expect(renamed(given, name, plain)).toBe(told(given));
    }
  },
);
