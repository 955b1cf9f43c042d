import { expect, test } from "vitest";
import { missingAbilities } from "../../../lib/docker/engine-abilities.ts";
import type { EngineInfo } from "../../../lib/docker/engine-info.ts";
import { problemLine } from "../../../lib/problems/index.ts";

const info = { Runtimes: { runc: {}, nvidia: {} } } as unknown as EngineInfo;
const at = { where: "compose.yaml:3:5" };
const api = (version: string) => ({ ...at, key: "services.a.mac_address", api: version });
const runtime = (name: string) => ({ ...at, key: "services.a.runtime", runtime: name });

test.each([
  ["1.9", []],
  ["1.44", []],
  [
    "1.45",
    [
      "compose.yaml:3:5: expected an engine with API 1.45 or newer for services.a.mac_address, found API 1.44; " +
        "update Docker on that host, or remove the key",
    ],
  ],
])("an engine with API 1.44 and a key that needs API %s", (version, want) => {
  expect(missingAbilities({ apiVersion: "1.44", info: undefined }, [api(version)]).map(problemLine)).toEqual(
    want,
  );
});

test("a missing runtime is reported with the existing ones", () => {
  const found = missingAbilities({ apiVersion: undefined, info }, [runtime("nvidia"), runtime("nvidai")]);
  expect(found.map(problemLine)).toEqual([
    'compose.yaml:3:5: expected services.a.runtime as one that its engine has (nvidia, runc), found "nvidai"; ' +
      "install it on that host, or remove the key",
  ]);
});
