import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { engineStep, steps } from "../../../dev/toolchain/setup/steps.ts";
import { testSteps } from "../../../dev/toolchain/tests/steps.ts";

const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

test("the tests have their own programs and images, which no stage needs", () => {
  const own = namesOf(testSteps(engineStep()));
  expect(own).toEqual(
    expect.arrayContaining([
      "twine 7.0.0",
      "glab",
      "image smallboat-test/python:3.11-slim",
      "docker-compose",
      "etcd",
      "kube-apiserver",
    ]),
  );
  expect(namesOf(steps()).filter((name) => own.includes(name))).toEqual([]);
  expect(namesOf(steps()).at(-1)).toBe("Docker Compose");
});

test("no live test fetches or builds what a set-up step can prepare", () => {
  const tells = /\brunSteps\(|"apt-get"|"pip", "install"|"--target", made|"go", \["build"/;
  const files = globSync("test/live/**/*.ts", { cwd: checkout });
  const found = files.filter((file) => tells.test(readFileSync(join(checkout, file), "utf8")));
  // The first installs an example as its users do, the second tests set-up itself.
  expect(found.sort()).toEqual(["test/live/examples/hooks.test.ts", "test/live/toolchain/docker.test.ts"]);
});
