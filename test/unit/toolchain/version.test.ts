import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout, pinned } from "../../../dev/toolchain/setup/places.ts";
import { isAtLeast, versionNumbers } from "../../../dev/toolchain/setup/version.ts";

test.each([
  ["v3.255.0", [3, 255, 0]],
  ["go1.26.8", [1, 26, 8]],
  ["v3.256.0-alpha.xabc", [3, 256, 0]],
  ["no version", undefined],
])("the numbers in the version %s", (text, numbers) => {
  expect(versionNumbers(text)).toEqual(numbers);
});

test.each([
  ["v3.255.0", "3.255.0", true],
  ["v3.255.1\n", "3.255.0", true],
  ["v3.1000.0", "3.255.0", true],
  ["v4.0.0", "3.255.0", true],
  ["v3.254.9", "3.255.0", false],
  ["v2.999.0", "3.255.0", false],
  ["go1.26", "1.26", true],
  ["go1.26.8", "1.26", true],
  ["go1.9.4", "1.26", false],
  ["command not found", "1.26", false],
])("%s is at least %s: %s", (found, wanted, expected) => {
  expect(isAtLeast(found, wanted)).toBe(expected);
});

test.each(["pkg", "sdk"])(
  "Go programs are built with %s of the same version as the SDK in package.json",
  (part) => {
    const modules = readFileSync(join(checkout, "dev/toolchain/go.mod"), "utf8");
    const module = `github.com/pulumi/pulumi/${part}/v3`;
    const versions = modules.split("\n").filter((line) => line.includes(`${module} => ${module} `));
    expect(versions).toEqual([`\t${module} => ${module} v${pinned("@pulumi/pulumi")}`]);
  },
);

test("a dependency that package.json lacks has no version", () => {
  expect(() => pinned("left-pad")).toThrow(new Error("package.json does not depend on left-pad"));
});
