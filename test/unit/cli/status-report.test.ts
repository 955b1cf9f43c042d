import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { statusReport } from "../../../cli/status/status-report.ts";
import { recordedHosts } from "../../../lib/state/index.ts";
import { deployment } from "../status/stage.ts";
import { type Answers, fakeEngine } from "../support/fake-engine.ts";

const info = { ServerVersion: "28.5.1", MemTotal: 1024, DockerRootDir: "/", Name: "elsewhere" };
const nothing: Answers = {
  ...{ "/containers/json": [], "/images/json": [], "/networks": [], "/volumes": { Volumes: [] } },
  "/info": info,
};

/** A stage with two hosts that are the same engine. */
function stageOn(engine: string) {
  const near = "urn:pulumi:dev::smallboat::smallboat:index:Host::near";
  const provider = "urn:pulumi:dev::smallboat::pulumi:providers:docker::near";
  const { resources, ...rest } = deployment({
    resources: [
      { urn: near, type: "smallboat:index:Host", outputs: {} },
      { urn: provider, type: "pulumi:providers:docker", parent: near },
    ],
  });
  const at = (each: (typeof resources)[number]) =>
    each.type === "pulumi:providers:docker" ? { ...each, inputs: { host: engine } } : each;
  const state = { ...rest, resources: resources.map(at) };
  const settings = { far: { engine }, near: { engine } };
  return { stage: "dev", deployment: state, hosts: recordedHosts(state), settings, rules: [] };
}

test("an engine is asked once for its info, for the look and for each of its hosts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-status-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await using engine = await fakeEngine(nothing, join(folder, "docker.sock"));
  const { hosts, findings } = await statusReport(stageOn(engine.address));
  const memory = { total: 1024 };
  expect(hosts).toEqual(
    ["far", "near"].map((name) => ({ name, isReachable: true, engine: "28.5.1", memory })),
  );
  expect(findings.map(({ text }) => text)).toContain("container removed");
  expect(engine.asked.filter((path) => path === "/info")).toEqual(["/info"]);
});

test("an engine that gives no info is unreachable, with all its hosts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-status-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await using engine = await fakeEngine({ ...nothing, "/info": 500 }, join(folder, "docker.sock"));
  const { hosts, unanswered } = await statusReport(stageOn(engine.address));
  expect(hosts).toEqual(["far", "near"].map((name) => ({ name, isReachable: false })));
  expect(unanswered.map(({ who }) => who)).toEqual(["far", "near"]);
});
