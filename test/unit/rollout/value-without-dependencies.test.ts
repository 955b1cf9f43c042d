import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { valueWithoutDependencies } from "../../../lib/rollout/value-without-dependencies.ts";
import { firstUnknowns, ingredients } from "../components/stage.ts";

vi.mock("../../../lib/docker/registry.ts", async () => import("../components/digests.ts"));
vi.mock("../../../lib/docker/images.ts", async () => import("../components/root-images.ts"));

const engine = "unix:///var/run/docker.sock";

test("a resource that only waits for the registry does not depend on its value, so a new password removes no application", async () => {
  const raw = {
    hosts: { Local: { engine } },
    registry: { host: "Local", copies: ["nginx:1.26"] },
    pypi: { host: "Local" },
    generateSecrets: true,
  };
  const files = {
    "Local/app/compose.yaml": `
      services:
        app:
          image: \${REGISTRY}/app:1`,
  };
  const made = await ingredients(raw, files);
  const image = "RemoteImage Local/127.0.0.1:5000/docker-local/app:1";
  expect([made[image], made["Container Local/app/app"]]).toEqual([
    {},
    { labels: [image], networksAdvanced: ["Network Local/app/default"] },
  ]);
  const servers = ["Container registry/registry", "Container pypi/pypi"];
  const dependents = Object.entries(made).filter(([, inputs]) =>
    Object.values(inputs).some((resources) => resources.some((each) => servers.includes(each))),
  );
  expect(dependents).toEqual([]);
});

test("a password that is not generated yet is unknown in a preview only where it is used", async () => {
  const raw = {
    hosts: { Local: { engine } },
    registry: { host: "Local", tls: "self-signed", copies: ["nginx:1.26"] },
    pypi: { host: "Local" },
    generateSecrets: true,
  };
  const files = {
    "Local/app/compose.yaml": `
      services:
        app:
          image: \${REGISTRY}/app:1
        other:
          image: nginx:1.26`,
  };
  expect(await firstUnknowns(raw, files)).toEqual({
    "Command registry/nginx:1.26": ["environment", "triggers"],
    // The id of an image that is still to be pulled.
    "Container Local/app/app": ["labels"],
    "Container Local/app/other": ["labels"],
    "Container Local/registry-trust": ["envs"],
    "Container pypi/pypi": ["labels", "uploads"],
    "Container registry/registry": ["labels", "uploads"],
  });
});

test("the value of an output: known, unknown, of a resource that failed", async () => {
  const output = (isKnown: Promise<boolean>) =>
    Object.defineProperty(pulumi.output(""), "isKnown", { value: isKnown });
  const unknown = output(Promise.resolve(false));
  const failed = output(Promise.reject(new Error("no such image")));
  const never = Symbol("never");
  const settled = (value: Promise<unknown>) =>
    Promise.race([value, new Promise((resolve) => setTimeout(resolve, 50, never))]);
  expect(await settled(valueWithoutDependencies(pulumi.output("known")))).toBe("known");
  expect(await settled(valueWithoutDependencies(unknown))).toBe(undefined);
  expect(await settled(valueWithoutDependencies(failed))).toBe(never);
});
