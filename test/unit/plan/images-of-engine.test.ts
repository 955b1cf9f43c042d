import { expect, test } from "vitest";
import { imagesOf } from "../../../lib/plan/images-of-engine.ts";
import { planRegistry } from "../../../lib/plan/registry.ts";
import { loaded, settings } from "./stage.ts";

const files = {
  "stacks/Local/web/compose.yaml": [
    "services:",
    "  a: { image: nginx:1.26 }",
    "  b: { image: nginx:1.26, scale: 2 }",
    "  c: { image: here:1, pull_policy: never }",
    "  d: { image: made:1, build: . }",
    "  e: { image: made:1 }",
    "  f: { image: $REGISTRY/app:1 }",
    "",
  ].join("\n"),
  "stacks/Local/web/Dockerfile": "FROM scratch\n",
  "stacks/Local/more/compose.yaml": "services:\n  a: { image: made:1 }\n  b: { image: redis }\n",
  "stacks/far/web/compose.yaml": "services:\n  a: { image: nginx:1.26 }\n",
};
const where = (stack: string, line: number) => `stacks/${stack}/compose.yaml:${line}:8`;
const pulled = (reference: string, place: string, more: object = {}) => ({
  reference,
  where: place,
  login: undefined,
  isYetToCome: false,
  ...more,
});

test("an engine pulls no image that is built, and none of the stage's own registry", () => {
  const checked = settings({ registry: { host: "Local", address: "10.0.0.1:5000" } });
  const { stacks } = loaded(files, checked);
  const on = (name: string) =>
    imagesOf(
      stacks.filter(({ host }) => host === name),
      checked,
      planRegistry(checked),
    );
  expect(on("Local")).toEqual({
    pulled: [pulled("redis", where("Local/more", 3)), pulled("nginx:1.26", where("Local/web", 2))],
    own: ["made:1", "10.0.0.1:5000/docker-local/app:1"],
  });
  expect(on("far")).toEqual({ pulled: [pulled("nginx:1.26", where("far/web", 2))], own: [] });
});

test("the team's own registry is asked with its login; images that pipelines push there may be missing yet", () => {
  const checked = settings({ registry: { external: "registry.example.test", user: "me" } });
  const { stacks } = loaded(
    { "stacks/far/web/compose.yaml": "services:\n  a: { image: $REGISTRY/app:1 }\n" },
    checked,
  );
  const login = { user: "me", password: "hunter2" };
  expect(imagesOf(stacks, checked, planRegistry(checked)).pulled).toEqual([
    pulled("registry.example.test/docker-local/app:1", where("far/web", 2), { login, isYetToCome: true }),
  ]);
});

test("the remedy for an image of a server names the settings", () => {
  const checked = settings({ registry: { host: "far", image: "regstry:3", copies: ["python:3.13"] } });
  const registry = planRegistry(checked);
  const placed = [registry?.server].filter((each) => each !== undefined);
  expect(imagesOf(placed, checked, registry).pulled).toEqual([
    pulled("regstry:3", "Pulumi.dev.yaml smallboat:registry.image"),
    pulled("python:3.13", "Pulumi.dev.yaml smallboat:registry.copies.0", { login: undefined }),
  ]);
});
