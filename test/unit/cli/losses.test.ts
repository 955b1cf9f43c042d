import { expect, test } from "vitest";
import { destructionLines, lossLines } from "../../../cli/stage/losses.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
const step = (op: string, type: string, name: string, facts: object = {}) => ({
  op,
  urn: urn(type, name),
  oldState: { urn: urn(type, name), type, ...facts },
});
const volume = "docker:index/volume:Volume";

test("a run loses whole stacks, projects, and volumes that are replaced; nothing that comes back as it was", () => {
  expect(
    lossLines([
      step("delete", "smallboat:index:HostStack", "Local/web"),
      step("delete", volume, "Local/web/data", { inputs: { name: "web_data" }, retainOnDelete: true }),
      step("replace", volume, "Local/db/data", { inputs: { name: "db_data" }, retainOnDelete: true }),
      step("create-replacement", volume, "Local/db/data", { inputs: { name: "db_data" } }),
      step("delete", volume, "gitlab/data", { inputs: { name: "gitlab" } }),
      step("replace", "docker:index/container:Container", "Local/db/db", { inputs: { name: "db" } }),
      step("delete", "gitlab:index/project:Project", "greeting", { inputs: { name: "greeting" } }),
      step("replace", "gitlab:index/group:Group", "team", { inputs: { name: "team" } }),
      step("same", "smallboat:index:HostStack", "Local/db"),
      { op: "create", urn: urn("smallboat:index:HostStack", "Local/new") },
    ]),
  ).toEqual([
    "GitLab group team, with all in it, is replaced",
    "GitLab project greeting, with its repository, is removed",
    "stack Local/web is removed",
    "volume db_data, with its data, is replaced",
    "volume gitlab, with its data, is removed",
  ]);
});

test("the end of a stage loses its stacks, what GitLab holds of it, and the volumes that are purged", () => {
  const resource = (type: string, name: string, facts: object = {}) => ({
    urn: urn(type, name),
    type,
    ...facts,
  });
  const resources = [
    resource("smallboat:index:HostStack", "Local/web"),
    resource("docker:index/container:Container", "Local/web/web"),
    resource(volume, "Local/web/data", { inputs: { name: "web_data" } }),
    resource("gitlab:index/group:Group", "team", { inputs: { name: "team" } }),
  ];
  const deployment = { resources, pending_operations: [] };
  const stays = [
    "Stage prod is destroyed: 1 containers of 1 stacks.",
    "  stack Local/web",
    "  GitLab group team, with all in it",
  ];
  expect(destructionLines("prod", deployment, [])).toEqual(stays);
  expect(destructionLines("prod", deployment, ["web_data"])).toEqual([
    ...stays,
    "  volume web_data, with its data",
  ]);
});
