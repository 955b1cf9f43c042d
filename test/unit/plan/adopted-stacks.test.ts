import { expect, test } from "vitest";
import { adoptedProblems, nameClaim, observationScope } from "../../../lib/plan/adopted-stacks.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { workIn } from "../cli/workplace.ts";
import { loaded, settings } from "./stage.ts";

const compose =
  "services:\n  web: {image: nginx, volumes: [data:/data]}\n  db: {image: nginx, networks: [own]}\nnetworks: {own: }\nvolumes: {data: }\n";
const files = { "stacks/Local/shop/compose.yaml": compose, "stacks/Local/other/compose.yaml": compose };
const identity = (service: string) => ({
  "com.docker.compose.project": "shop",
  "com.docker.compose.service": service,
  "com.docker.compose.container-number": "1",
  "com.docker.compose.oneoff": "False",
});

test("only an adopted stack claims its names with the labels of Docker Compose", () => {
  const { stacks } = loaded(files, settings({ adopted: ["Local/shop"] }));
  const network = (key: string) => ({
    name: `shop_${key}`,
    adopts: { "com.docker.compose.project": "shop", "com.docker.compose.network": key },
  });
  expect(observationScope(stacks)).toEqual({
    containers: [
      { name: "shop-db-1", adopts: identity("db") },
      { name: "shop-web-1", adopts: identity("web") },
    ],
    networks: [network("own"), network("default")],
    volumes: ["other_data", "shop_data"],
  });
  const claims = stacks.flatMap((stack) =>
    stack.plan.containers.map(({ fields }) => nameClaim(stack, fields)),
  );
  expect(claims.map(({ name, adopts }) => [name, adopts !== undefined])).toEqual([
    ["other-db-1", false],
    ["other-web-1", false],
    ["shop-db-1", true],
    ["shop-web-1", true],
  ]);
});

test("an entry without a folder is a problem", () => {
  const checked = settings({ adopted: ["Local/shop", "Local/shpo", "far/none", "Local/broken"] });
  const { stacks } = loaded(files, checked);
  // Of a stack whose file is wrong that is told elsewhere.
  const root = workIn({ ...files, "stacks/Local/broken/compose.yaml": "" });
  const at = "Pulumi.dev.yaml smallboat:adopted";
  expect(adoptedProblems(checked, root, stacks).map(problemLine)).toEqual([
    `${at}.1: expected a stack that has a folder below stacks/, found "Local/shpo"; write Local/shop`,
    `${at}.2: expected a stack that has a folder below stacks/, found "far/none"; remove the entry, or make the folder`,
  ]);
});

test("entries have one form", () => {
  expect(() => settings({ adopted: ["shop"] })).toThrow(
    'Pulumi.dev.yaml smallboat:adopted.0: expected a stack as <host>/<stack>, found "shop"; correct it',
  );
});
