import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { EnvironmentArgs } from "../../../components/Environment.ts";
import { stageStacks } from "../../../components/environment/stacks.ts";
import { Host } from "../../../components/Host.ts";
import { containerPlan, present } from "./host-stack.ts";
import { record } from "./recording.ts";

const image = { key: "r/app:1", reference: "r/app:1", pull: "missing" } as const;
const plan = {
  project: "shop",
  networks: [],
  volumes: [],
  images: [...present, image],
  containers: [containerPlan("web")],
  notes: [],
};
const formerPlaces = ["h/older", "g/old"].map((id) => ({ id, host: `urn:of:${id}'s host` }));
const stage = {
  settings: { secrets: {} },
  plan: {
    unreachable: new Map(),
    registry: { address: "r", repositories: "r" },
    projects: [{ name: "app", starter: "app", pipelineTimeout: 5 }],
    stacks: [{ id: "h/new", host: "h", label: "stacks/h/new", plan, formerPlaces }],
  },
} as unknown as EnvironmentArgs;

test("a stack whose folder moved, and its dependencies, have aliases of their former names and hosts", async () => {
  const login = { user: "me", password: pulumi.output("hunter2") };
  const sources = { login, registry: { dependsOn: [], copies: [] }, projects: new Map() };
  const all = await record(() => {
    const host = new Host("h", { owner: { stage: "dev" }, settings: { engine: "unix:///x" }, logins: [] });
    stageStacks(stage, sources, () => host);
  });
  const named = all.filter(({ aliases }) => aliases !== undefined);
  expect(named.map(({ name, aliases }) => [name, aliases])).toEqual([
    ["h/new/r/app:1", ["h/older/r/app:1 of urn:of:h/older's host", "g/old/r/app:1 of urn:of:g/old's host"]],
    ["h/new", ["h/older of urn:of:h/older's host", "g/old of urn:of:g/old's host"]],
  ]);
});
