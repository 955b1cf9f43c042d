import { expect, test } from "vitest";
import { type HealableFinding, healTargets, isHealable, renewalName } from "../../../lib/heal/index.ts";
import type { Resource } from "../../../lib/state/index.ts";
import { types } from "../../../lib/state/index.ts";
import type { Finding } from "../../../lib/status/model.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
const container = (name: string, propertyDependencies: Resource["propertyDependencies"] = {}): Resource => ({
  urn: urn(types.container, name),
  type: types.container,
  propertyDependencies,
});
const network: Resource = { urn: urn(types.network, "Local/web/default"), type: types.network };
const app = container("Local/web/app", { networksAdvanced: [network.urn] });
const sidecar = container("Local/web/sidecar", { networkMode: [app.urn], networksAdvanced: null });
const reader = container("Local/web/reader", { volumes: [sidecar.urn] });
const other = container("Local/web/other", { labels: [app.urn], image: [sidecar.urn] });
const registration: Resource = {
  urn: urn("gitlab:index/userRunner:UserRunner", "shared"),
  type: "gitlab:index/userRunner:UserRunner",
};
const runner = container("runner-shared/runner", { uploads: [registration.urn], image: [network.urn] });
const resources = [network, registration, app, sidecar, reader, other, runner];

const finding = (changes: Partial<Finding>): Finding => ({
  ...{ id: "1", address: "Local/web app", place: "Local/web", field: "state", sync: "drifted" },
  ...{ text: "container stopped", cause: "by hand", remedy: "heal", urn: app.urn },
  ...changes,
});

test.each<[string, Finding, boolean]>([
  ["what a run puts right", finding({}), true],
  ["what a person does", finding({ remedy: "person" }), false],
  ["an extra thing", finding({ remedy: "prune" }), false],
  ["what a rule ignores", finding({ ignored: { reason: "known" } }), false],
])("%s", (_, given, want) => {
  expect(isHealable(given)).toBe(want);
});

test.each<[string, Resource, readonly Resource[]]>([
  ["a container, with those in its namespaces and with its volumes", app, [app, sidecar, reader]],
  ["a network, with the containers on it and what follows these", network, [network, app, sidecar, reader]],
  ["a container that nothing follows", reader, [reader]],
  ["an object of GitLab, with what has its token", registration, [registration, runner]],
])("heal puts right %s", (_, found, want) => {
  const findings = [finding({ urn: found.urn }) as HealableFinding];
  expect(healTargets(findings, { resources, pending_operations: [] })).toEqual(want);
});

test("an old container that waits for its deletion is no target", () => {
  const old = { ...app, delete: true };
  const findings = [finding({}) as HealableFinding];
  expect(healTargets(findings, { resources: [old, app], pending_operations: [] })).toEqual([app]);
});

test("a run's setting names a resource by its kind and its name", () => {
  expect([app, network].map(renewalName)).toEqual(["container Local/web/app", "network Local/web/default"]);
});
