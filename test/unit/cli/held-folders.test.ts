import { mkdirSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { removeHeldFolders } from "../../../cli/stage/held-folders.ts";
import { types } from "../../../lib/state/index.ts";
import { workIn } from "./workplace.ts";

const urn = (type: string, name: string) => `urn:pulumi:prod::boat::${type}::${name}`;

/** A state with a hold at a commit, and a container that binds a file of another. */
function deployment(folder: string, held: string, bound: string) {
  const hold = { files: "f", images: {}, commit: held, release: 1, at: "", by: "jo" };
  const output = { releases: [], holds: { "Local/web": hold } };
  const source = `${folder}/.held/prod/${bound}/stacks/Local/db/my.cnf`;
  const resources = [
    { urn: urn(types.stash, "releases"), type: types.stash, outputs: { output } },
    {
      urn: urn(types.container, "Local/db/db"),
      type: types.container,
      inputs: { mounts: [{ type: "bind", source, target: "/etc/my.cnf" }] },
    },
  ];
  return { resources, pending_operations: [] };
}

test("checkouts of ended holds are removed, but not those that are held, bound, or another stage's", () => {
  const folder = workIn({});
  const places = ["prod/held", "prod/held-x1y2z3", "prod/bound", "prod/old", "dev/old"];
  for (const each of places) mkdirSync(`.held/${each}/stacks`, { recursive: true });
  removeHeldFolders("prod", deployment(folder, "held", "bound"));
  expect([readdirSync(".held/prod").sort(), readdirSync(".held/dev")]).toEqual([
    ["bound", "held", "held-x1y2z3"],
    ["old"],
  ]);
  removeHeldFolders("staging", deployment(folder, "held", "bound"));
});
