import { expect, test } from "vitest";
import { holdsAll } from "../../../dev/toolchain/setup/packages.ts";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a/node_modules/b": { version: "2.0.0" },
    "node_modules/for-another-system": { version: "3.0.0", optional: true },
  },
};
const a = { "node_modules/a": { version: "1.0.0" } };
const b = { "node_modules/a/node_modules/b": { version: "2.0.0" } };

test.each([
  ["all", { ...a, ...b }, true],
  ["more than all", { ...a, ...b, "node_modules/c": { version: "1.0.0" } }, true],
  ["one is missing", a, false],
  ["one is older", { ...a, "node_modules/a/node_modules/b": { version: "1.9.0" } }, false],
  ["none", {}, false],
])("whether the packages are installed: %s", (_, packages, complete) => {
  expect(holdsAll(lock, { packages })).toBe(complete);
});
