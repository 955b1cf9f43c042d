import { expect, test } from "vitest";
import { ProblemError } from "../../../lib/problems/index.ts";
import { checkSettings } from "../../../lib/settings/check.ts";

/** Names that every object of JavaScript knows, and names of the same form that none knows. */
const names = [
  ["constructor", "constructoz"],
  ["toString", "toStrinz"],
  ["hasOwnProperty", "hasOwnPropertz"],
] as const;

/** Settings with every section. */
const sound = {
  hosts: { Local: { engine: "unix:///var/run/docker.sock" }, far: { engine: "unix:///var/run/far.sock" } },
  registry: { host: "Local", port: 5000, copies: ["python:3.13-slim"], tls: "self-signed" },
  pypi: { host: "Local", downloads: "login" },
  gitlab: { standin: true, host: "Local", group: { path: "team" } },
  runners: { shared: { host: "Local", tags: ["shared"], scope: "group" } },
  projects: {
    app: {
      ...{
        kind: "container-app",
        starter: "flask-chat-app",
        variables: { A: "1", B: { value: "2" }, C: { secret: "AFCRED" } },
      },
      ...{ branches: { release: {} }, environments: { production: {} } },
    },
  },
  values: { A: "1" },
  secrets: { AFCRED: "hunter2", TWINE_PASSWORD: "hunter3" },
};

type Change = (parent: Record<string, unknown>, key: string, name: string) => void;

const isHash = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Ways to put a name into settings. */
const ways: Readonly<Record<string, Change>> = {
  "as a key more": (parent, key, name) => {
    if (isHash(parent[key])) parent[key] = { ...parent[key], [name]: "x" };
  },
  "instead of the only key": (parent, key, name) => {
    if (isHash(parent[key])) parent[key] = { [name]: Object.values(parent[key])[0] };
  },
  "as a value": (parent, key, name) => {
    parent[key] = name;
  },
  "as a list's value": (parent, key, name) => {
    parent[key] = [name];
  },
  "as the key of a value": (parent, key, name) => {
    parent[key] = { [name]: 1 };
  },
};

function paths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...path, key], ...paths(each, [...path, key])]);
}

/** What comes of settings as Pulumi hands them over, as text. */
function told(text: string): string {
  try {
    return JSON.stringify(checkSettings("dev", JSON.parse(text)));
  } catch (error) {
    return error instanceof ProblemError ? error.message : String((error as Error).stack);
  }
}

test.each(Object.keys(ways))("a name that JavaScript objects have is a name like any other: %s", (way) => {
  const different: unknown[] = [];
  for (const path of paths(sound)) {
    for (const [name, plain] of names) {
      const settings = structuredClone(sound) as Record<string, unknown>;
      const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, settings);
      ways[way]?.(parent, path.at(-1) ?? "", plain);
      const text = JSON.stringify(settings);
      const found = told(text.replaceAll(plain, name)).replaceAll(name, plain);
      if (found !== told(text)) different.push([path.join("."), name, found, told(text)]);
    }
  }
  expect(different).toEqual([]);
});

test("the one name that would be lost is refused everywhere", () => {
  for (const path of paths(sound)) {
    const settings = structuredClone(sound) as Record<string, unknown>;
    const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, settings);
    ways["as a key more"]?.(parent, path.at(-1) ?? "", "PLAIN");
    const text = JSON.stringify(settings);
    if (!text.includes("PLAIN")) continue;
    const line = `Pulumi.dev.yaml smallboat:${path.join(".")}.__proto__: expected another name, found __proto__; correct the name`;
    expect(told(text.replaceAll("PLAIN", "__proto__")).split("\n")).toContain(line);
  }
});
