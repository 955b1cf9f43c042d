import { expect, test } from "vitest";
import { namedIn, storedRepositories } from "../../../lib/retention/index.ts";

const [one, two] = ["1".repeat(64), "2".repeat(64)];

test("what the files of a registry say", () => {
  const output = [
    `1700000000 ./docker-local/app/_manifests/revisions/sha256/${one}/link`,
    `1700000100 ./docker-local/app/_manifests/revisions/sha256/${two}/link`,
    "1700000200 ./docker-local/app/_manifests/tags/dev.0.0.2/current/link",
    `1700000300 ./docker-local/team/_manifests/web/_manifests/revisions/sha256/${one}/link`,
    "find: ./docker-local/gone: No such file or directory",
    `./docker-local/app/_manifests/tags/dev.0.0.2/current/link:sha256:${two}`,
    "",
  ].join("\n");
  expect(storedRepositories(output)).toEqual([
    {
      name: "docker-local/app",
      manifests: new Map([
        [`sha256:${one}`, 1_700_000_000_000],
        [`sha256:${two}`, 1_700_000_100_000],
      ]),
      tags: new Map([["dev.0.0.2", { digest: `sha256:${two}`, pushed: 1_700_000_200_000 }]]),
    },
    {
      name: "docker-local/team/_manifests/web",
      manifests: new Map([[`sha256:${one}`, 1_700_000_300_000]]),
      tags: new Map(),
    },
  ]);
  expect(storedRepositories("")).toEqual([]);
});

test("what a manifest names", () => {
  const digest = `sha256:${one}`;
  const index = { manifests: [{ digest, size: 5 }] };
  const image = { config: { digest, size: 1 }, layers: [{ digest: `sha256:${two}`, size: 9 }] };
  const signature = { ...image, subject: { digest } };
  expect([index, image, signature].map((each) => namedIn(JSON.stringify(each)))).toEqual([
    { children: [digest], subject: undefined, blobs: {} },
    { children: [], subject: undefined, blobs: { [digest]: 1, [`sha256:${two}`]: 9 } },
    { children: [], subject: digest, blobs: { [digest]: 1, [`sha256:${two}`]: 9 } },
  ]);
  expect(["", "null", "no JSON"].map((text) => namedIn(text).children)).toEqual([[], [], []]);
});
