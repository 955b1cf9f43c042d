import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, services, stacks } from "./tree.ts";

const application = ["Dockerfile", "LICENSE", "README.md", "compose.yaml"];
/** Its Dockerfile is in the project whose pipelines build it. */
const released = ["LICENSE", "README.md", "compose.yaml"];
const page = ["README.md", "compose.yaml"];

test("the tree of the write-up is complete, with nothing else", () => {
  const documented = [...application, ...page];
  expect(stacks.map(({ name, files }) => [name, files.filter((file) => documented.includes(file))])).toEqual([
    ["10.0.0.159/check-ollamas", application],
    ["10.0.0.159/surly-nginx-1", page],
    ["10.0.0.159/surly-nginx-2", page],
    ["10.0.0.159/surly-nginx-3", page],
    ["10.0.0.159/surly-nginx-4", page],
    ["10.0.0.60/flask-chat-app", released],
    ["Local/scary-nginx-1", page],
    ["Local/scary-nginx-2", page],
  ]);
});

test("each stack has one service, and a container of its own name", () => {
  const names = services.map(({ stack, key, service }) => [
    stack.name.split("/")[1],
    key,
    service.container_name,
  ]);
  expect(names).toEqual(stacks.map(({ name }) => Array(3).fill(name.split("/")[1])));
});

test("each has a port of its own, and publishes it where the stage says, by default on loopback", () => {
  const published = services.map(({ key, service }) => [key, service.ports]);
  expect(Object.fromEntries(published)).toEqual({
    "check-ollamas": [onBind("8086:8086")],
    "flask-chat-app": [onBind("5900:5900")],
    "surly-nginx-1": [onBind("8081:80")],
    "surly-nginx-2": [onBind("8082:80")],
    "surly-nginx-3": [onBind("8083:80")],
    "surly-nginx-4": [onBind("8084:80")],
    "scary-nginx-1": [onBind("8091:80")],
    "scary-nginx-2": [onBind("8092:80")],
  });
  const ports = services.flatMap(({ service }) => service.ports.map((port) => port.split(":").at(-2)));
  expect(new Set(ports).size).toBe(ports.length);
});

test("compose files need only values that the program offers", () => {
  const needed = stacks.flatMap(({ text }) => text("compose.yaml").match(/\$\{\w+\}/g) ?? []);
  expect([...new Set(needed)]).toEqual([expression("STAGE"), expression("REGISTRY")]);
});

test("every image is pinned, and tags of built images contain stage and version", () => {
  const example = (file: string) =>
    readFileSync(join(root, "../examples/flask-chat-app", file), "utf8").trim();
  const [checker] = stacks;
  const stage = expression("STAGE");
  const images = services.map(({ key, service }) => [key, service.image]);
  expect(images.filter(([, image]) => image !== "nginx:1.26")).toEqual([
    ["check-ollamas", `check-ollamas:${stage}.${checker?.text("VERSION").trim()}`],
    ["flask-chat-app", `${expression("REGISTRY")}/flask-chat-app:${stage}.${example("VERSION")}`],
  ]);
  expect(images.filter(([, image]) => image === "nginx:1.26").length).toBe(6);
  expect(checker?.text("Dockerfile").match(/^FROM .*$/gm)).toEqual(["FROM python:3.13-slim"]);
});

test("each nginx serves a page of its own that names its stack, host and stage", () => {
  const pages = services.filter(({ service }) => service.image === "nginx:1.26");
  expect(pages.map(({ service }) => service.volumes?.[0])).toEqual(
    pages.map(() => "./html:/usr/share/nginx/html:ro"),
  );
  for (const { stack, key } of pages) {
    const [host] = stack.name.split("/");
    expect(stack.text("html/index.html"), stack.name).toMatch(
      new RegExp(`<h1>${key}</h1>.*Host ${host}, stage <!--#echo var="stage" -->`, "s"),
    );
  }
});

function onBind(ports: string): string {
  return `${expression("BIND:-127.0.0.1")}:${ports}`;
}

/** Compose's interpolation, which looks like a template of this language. */
function expression(text: string): string {
  return `\${${text}}`;
}
