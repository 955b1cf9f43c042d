import { expect, test } from "vitest";
import { seconds } from "../../../../dev/runner/job/duration.ts";
import { environmentFile } from "../../../../dev/runner/job/plan.ts";
import { Variables } from "../../../../dev/runner/job/variables.ts";

const variables = new Variables(
  [
    { key: "NAME", value: "first" },
    { key: "NAME", value: "boat" },
    { key: "IMAGE", value: "$REGISTRY/$NAME:$MISSING" },
    { key: "REGISTRY", value: "r.example" },
    { key: "RAW", value: "a$NAME", raw: true },
    { key: "PRICE", value: "5$$" },
    { key: "BRACED", value: "$" + "{NAME}s" },
    { key: "LOOP", value: "x$LOOP" },
    { key: "CERT", value: "-----\n$NAME", file: true },
    { key: "PASSWORD", value: "pass$NAME", masked: true },
  ],
  "/builds/p.tmp",
);

test("values are filled in, except raw ones and files", () => {
  expect(variables.environment()).toEqual({
    NAME: "boat",
    IMAGE: "r.example/boat:",
    REGISTRY: "r.example",
    RAW: "a$NAME",
    PRICE: "5$",
    BRACED: "boats",
    LOOP: "x",
    CERT: "/builds/p.tmp/CERT",
    PASSWORD: "passboat",
  });
  expect(variables.files()).toEqual({ CERT: "-----\n$NAME" });
});

test("other texts are filled in too, and secrets are known in both forms", () => {
  expect(variables.expand("$RAW and $CERT, $5")).toBe("a$NAME and /builds/p.tmp/CERT, ");
  expect(variables.secrets()).toEqual(["pass$NAME", "passboat"]);
  expect(variables.with([{ key: "NAME", value: "ship" }]).get("IMAGE")).toBe("r.example/ship:");
});

test("values that an environment file cannot hold are passed separately", () => {
  const huge = "x".repeat(70_000);
  expect(environmentFile({ A: " b=c ", PEM: "one\ntwo", HUGE: huge, EMPTY: "" })).toEqual({
    lines: "A= b=c \nEMPTY=\n",
    long: { PEM: "one\ntwo", HUGE: huge },
  });
});

test.each([
  ["90s", 90],
  ["1h30m", 5400],
  ["500ms", 0.5],
  ["", undefined],
  ["5", undefined],
  ["5 minutes", undefined],
])("the seconds of the duration %j", (text, expected) => {
  expect(seconds(text)).toBe(expected);
});
