import { expect, test } from "vitest";
import { seal, unseal } from "../../../lib/review/sealed-file.ts";

const data = { plan: { envs: ["PASSWORD=hunter2-of-the-environment"] } };
const text = seal("dev", data, "right");
const remedy = "make a new one with: make preview STAGE=dev SAVE=a.plan";

const said = (content: string, passphrase = "right", stage = "dev") => {
  try {
    return unseal("a.plan", content, stage, passphrase);
  } catch (error) {
    return (error as Error).message;
  }
};

test("a plan can be read only with the passphrase", () => {
  expect(said(text)).toEqual(data);
  expect(text).not.toContain("hunter2");
  expect(said(text, "wrong")).toBe(
    `a.plan: expected a whole plan of stage dev, found a damaged one, or one of another passphrase; ${remedy}`,
  );
  expect(seal("dev", data, "right")).not.toBe(text);
});

test.for<[string, string]>([
  ["", "a plan that make preview saved, found another file"],
  ["null", "a plan that make preview saved, found another file"],
  ["{}", "a plan that make preview saved, found another file"],
  [text.slice(0, 100), "a plan that make preview saved, found another file"],
  [text.replace('"version":1', '"version":2'), "a plan of format 1, found one of format 2"],
  [
    text.replace(/"sealed":"..../, '"sealed":"AAAA'),
    "a whole plan of stage dev, found a damaged one, or one of another passphrase",
  ],
  [
    text.replace(/"sealed":".*"/, '"sealed":""'),
    "a whole plan of stage dev, found a damaged one, or one of another passphrase",
  ],
])("a file that is no whole plan is refused", ([content, what]) => {
  expect(said(content)).toBe(`a.plan: expected ${what}; ${remedy}`);
});

test("a plan of another stage is refused, even if its file names this one", () => {
  const other = seal("prod", data, "right");
  expect(said(other)).toBe(
    `a.plan: expected a plan of stage dev, found one of stage prod; name that stage, or ${remedy}`,
  );
  expect(said(other.replace('"prod"', '"dev"'))).toMatch(/found a damaged one/);
});
