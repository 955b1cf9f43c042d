import { expect, test } from "vitest";
import {
  asSecret,
  holdsSecret,
  isUnknown,
  unknownValue,
  withoutUnknown,
  withPlainSecrets,
} from "../../../lib/state/index.ts";

const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

test("secrets are found and revealed at any depth", () => {
  const secret = asSecret({ b: asSecret("c") });
  expect(secret).toEqual({ ...mark, plaintext: JSON.stringify({ b: { ...mark, plaintext: '"c"' } }) });
  expect(withPlainSecrets({ a: [secret], d: 1, e: null })).toEqual({ a: [{ b: "c" }], d: 1, e: null });
  const ciphertext = { ...mark, ciphertext: "v1:a" };
  expect(
    [{ a: [ciphertext] }, { a: "4dabf18193072939515e22adb298388d" }, undefined].map(holdsSecret),
  ).toEqual([true, false, false]);
  expect(withPlainSecrets(ciphertext)).toEqual(ciphertext);
});

test("unknown values are told apart from known ones", () => {
  const values = { image: "nginx", exitCode: unknownValue, networks: [{ id: `container:${unknownValue}` }] };
  expect([isUnknown(values), isUnknown(undefined), withoutUnknown(values)]).toEqual([
    true,
    false,
    { image: "nginx" },
  ]);
});
