import { expect, test } from "vitest";
import { recordedHosts, types } from "../../../lib/state/index.ts";
import { finding, oldRecords, type PartialReport, type Sync, type Thing } from "../../../lib/status/index.ts";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
const ofHost = (name: string) => {
  const host = { urn: urnOf(types.host, name), type: types.host };
  const provider = urnOf(types.dockerProvider, name);
  const inputs = { host: `unix:///${name}` };
  return [host, { urn: provider, type: types.dockerProvider, custom: true, parent: host.urn, inputs }];
};
const custom = (type: string, name: string, host?: string) => ({
  urn: urnOf(type, name),
  type,
  custom: true,
  ...(host !== undefined && { provider: `${urnOf(types.dockerProvider, host)}::1` }),
});
const [web, data, other, config] = [
  custom(types.container, "web", "boat"),
  custom(types.volume, "data", "boat"),
  custom(types.container, "other", "tug"),
  custom("docker:index/serviceConfig:ServiceConfig", "config", "tug"),
];
const variable = custom(types.gitlabVariable, "variable");
const deployment = {
  resources: [
    ...[...ofHost("boat"), ...ofHost("tug"), web, data, other, config, variable],
    { ...web, id: "old", delete: true },
    custom(types.command, "script"),
    custom(types.stash, "owner"),
    custom("random:index/randomPet:RandomPet", "pet"),
  ],
  pending_operations: [],
};
const hosts = recordedHosts(deployment);

const facts = { id: "1", image: "a", restarts: 0, addresses: [] };
const thing = ({ urn }: { urn: string }, sync: Sync): Thing => ({
  ...{ address: urn, place: "boat/shop", kind: "thing", name: urn, sync, health: "healthy", urn },
  ...(sync !== "unknown" && { container: facts }),
});
const report = (parts: Partial<PartialReport>): PartialReport => ({
  ...{ things: [], findings: [], unanswered: [], ...parts },
});
const allInSync = [web, data, other, config, variable].map((each) => thing(each, "in sync"));
const names = (found: readonly { urn: string }[]) => found.map(({ urn }) => urn.split("::")[3]);

test("if a look finds nothing, only resources that it does not cover are read", () => {
  expect(names(oldRecords(deployment, hosts, report({ things: allInSync })))).toEqual(["pet"]);
});

test("resources that differ, even ignored ones, and unchecked resources are read", () => {
  const found = { ...finding(thing(web, "drifted"), { field: "state", text: "stopped" }) };
  const ignored = { ...finding(thing(data, "in sync"), { field: "existence", text: "removed" }) };
  const things = [...allInSync.slice(0, 4), thing(variable, "not checked")];
  const findings = [found, { ...ignored, ignored: { reason: "tried out" } }];
  expect(names(oldRecords(deployment, hosts, report({ things, findings })))).toEqual([
    ...["web", "data", "variable", "pet"],
  ]);
});

test("resources on a host that does not answer, or was not asked, are not read", () => {
  const unanswered = [{ who: "tug", text: "tug: expected an answer, found none; start it" }];
  const things = [thing(web, "in sync"), thing(other, "unknown"), thing(variable, "unknown")];
  expect(names(oldRecords(deployment, hosts, report({ things, unanswered })))).toEqual(["data", "pet"]);
  const [boat] = hosts;
  expect(names(oldRecords(deployment, boat ? [boat] : [], report({ things: [] })))).toEqual([
    ...["web", "data", "variable", "pet"],
  ]);
});

test("a job that is gone is read, though that is no drift", () => {
  const { container: _, ...gone } = thing(web, "in sync");
  const things = [{ ...gone, kind: "container" }, ...allInSync.slice(1)];
  expect(names(oldRecords(deployment, hosts, report({ things })))).toEqual(["web", "pet"]);
});

test("without a report, everything is read that its provider can read", () => {
  expect(names(oldRecords(deployment, hosts))).toEqual([
    ...["web", "data", "other", "config", "variable", "pet"],
  ]);
});
