import { expect, test } from "vitest";
import { steps, toolSteps, usesThisMachine } from "../../../dev/toolchain/setup/steps.ts";

const hosts = (...engines: string[]) =>
  `config:\n  smallboat:hosts:\n${engines.map((engine, i) => `    h${i}:\n      engine: ${engine}\n`).join("")}`;

test.each([
  [hosts("unix:///var/run/docker.sock"), true],
  [hosts("ssh://a", "unix:///var/run/docker.sock"), true],
  ['config:\n  smallboat:hosts: { here: { "engine": "unix:///run/docker.sock" } }\n', true],
  [hosts("ssh://a", "tcp://10.0.0.1:2376"), false],
  [`${hosts("ssh://a")}    # engine: unix:///var/run/docker.sock\n`, false],
  [hosts("ssh://a/unix:/docker.sock"), false],
])("a stage needs an engine and images on this machine only where a host is here: %j", (settings, want) => {
  expect(usesThisMachine(settings)).toBe(want);
});

test("the tools of preview and drift need neither engine nor images", () => {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const more = names(steps()).filter((name) => !names(toolSteps()).includes(name));
  expect(more.filter((name) => !name.startsWith("image "))).toEqual(["Docker engine", "Docker Compose"]);
  expect(more.length).toBeGreaterThan(2);
});
