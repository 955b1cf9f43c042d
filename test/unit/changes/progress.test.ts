import { expect, test } from "vitest";
import { Progress } from "../../../lib/changes/index.ts";
import { urnOf } from "./log.ts";

const container = "docker:index/container:Container";
const stack = urnOf("HostStack", "web1/shop");
const metadata = (
  op: string,
  type: string,
  name: string,
  parent = stack,
  inputs: Record<string, unknown> = {},
) => {
  const urn = urnOf(type, name).replace("smallboat:index:docker", "docker");
  const state = {
    urn,
    type: type.includes(":") ? type : `smallboat:index:${type}`,
    custom: type.includes(":"),
    parent,
    inputs,
  };
  return { op, urn, type: state.type, ...(op.startsWith("delete") ? { old: state } : { new: state }) };
};

test("a line for each stack and project, the unfinished ones last", () => {
  const progress = new Progress();
  const begin = (...given: Parameters<typeof metadata>) =>
    progress.note({ resourcePreEvent: { metadata: metadata(...given) } });
  const end = (...given: Parameters<typeof metadata>) =>
    progress.note({ resOutputsEvent: { metadata: metadata(...given) } });
  const project = urnOf("GitLabProject", "api");
  begin("same", "HostStack", "web1/shop", "");
  begin("same", "GitLabProject", "api", "");
  begin("same", container, "web1/shop/db");
  begin("delete-replaced", container, "web1/shop/app");
  begin("update", "gitlab:index/projectVariable:ProjectVariable", "api/TOKEN", project, { key: "TOKEN" });
  expect(progress.lines()).toEqual([
    "web1/shop   app is being replaced",
    "gitlab api  variable TOKEN is being updated",
  ]);
  end("delete-replaced", container, "web1/shop/app");
  end("update", "gitlab:index/projectVariable:ProjectVariable", "api/TOKEN", project, { key: "TOKEN" });
  expect(progress.lines()).toEqual([
    "gitlab api  variable TOKEN updated",
    "web1/shop   app is being replaced",
  ]);
  begin("create-replacement", container, "web1/shop/app");
  end("create-replacement", container, "web1/shop/app");
  begin("create", container, "web1/shop/web");
  progress.note({ resOpFailedEvent: { metadata: metadata("create", container, "web1/shop/web") } });
  expect(progress.lines()).toEqual([
    "web1/shop   app replaced, web not created",
    "gitlab api  variable TOKEN updated",
  ]);
});

test("a failed script's output is printed, without the lines about its waits", () => {
  const progress = new Progress();
  const command = "command:local:Command";
  const { urn } = metadata("create", command, "api/pipelines");
  const say = (severity: "info" | "error", message: string) =>
    progress.note({ diagnosticEvent: { severity, message, urn } });
  progress.note({ resourcePreEvent: { metadata: metadata("create", command, "api/pipelines") } });
  expect([
    say("info", "waiting for api dev: pipeline 3, test running, http://a\n"),
    say("info", "api test: one failed\n"),
    say("error", "exit status 1"),
    say("error", "exit status 1"),
  ]).toEqual([[], [], ["api test: one failed", "error: exit status 1"], []]);
  expect(progress.lines()).toEqual(["web1/shop  command api/pipelines not created"]);
});

test("warnings and errors are printed at once, ephemeral messages are not", () => {
  const progress = new Progress();
  const say = (severity: "warning" | "error" | "info", ephemeral = false) =>
    progress.note({ diagnosticEvent: { severity, message: "<{%fg 1%}>it<{%reset%}> fails\n", ephemeral } });
  expect([say("warning"), say("error"), say("info"), say("error", true)]).toEqual([
    ["warning: it fails"],
    ["error: it fails"],
    [],
    [],
  ]);
});
