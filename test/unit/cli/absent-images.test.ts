import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { absentImages } from "../../../cli/rollback/absent-images.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { emptyHistory, recorded } from "../../../lib/releases/index.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const image = (letter: string) => ({ digest: digest(letter) });
const repository = "registry.example.com/app";

/** An engine that has an image itself, and whose registry has another. @returns its address */
async function engine(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const known = [
    `/images/${repository}@${digest("a")}/json`,
    `/distribution/${repository}@${digest("b")}/json`,
  ];
  const server = createServer(({ url = "" }, response) => {
    const isKnown = known.some((path) => url.endsWith(path));
    response.statusCode = isKnown ? 200 : 404;
    const answer = {
      Id: "1",
      RepoDigests: [],
      RepoTags: [],
      Config: {},
      Descriptor: { digest: digest("b") },
    };
    response.end(JSON.stringify(isKnown ? answer : { message: "manifest unknown" }));
  });
  await once(server.listen(join(folder, "docker.sock")), "listening");
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return `unix://${folder}/docker.sock`;
}

test("an image that neither host nor registry has is refused, with the release that still runs it", async () => {
  const host = { name: "Local", urn: "urn", provider: "provider", address: await engine() };
  const ground = { deployment: { resources: [], pending_operations: [] }, host, settings: {} };
  const change = { at: "2026-11-26T10:00:00.000Z", by: "jo" };
  const runs = (letter: string) => ({ files: letter, images: { [`${repository}:1`]: image(letter) } });
  const history = [{ "far/app": runs("c") }, { "far/app": runs("c"), "Local/app": runs("a") }].reduce(
    (known, running) => recorded(known, running, change, () => ({ commit: "1" })),
    emptyHistory,
  );
  const images = {
    [`${repository}:1`]: "a",
    [`${repository}:2`]: "b",
    [`${repository}:3`]: "c",
    [`${repository}:4`]: "d",
  };
  const target = {
    release: 2,
    images: Object.fromEntries(Object.entries(images).map(([name, letter]) => [name, image(letter)])),
  };
  const problems = await absentImages("Local/app", target, history, ground);
  const expected = (letter: string) =>
    `release 2 of Local/app: expected image ${repository}@${digest(letter)} on host Local or in its registry, found `;
  const [name, tag] = [`${repository}@${digest("c")}`, `${repository}:release-1`];
  expect(problems.map(problemLine)).toEqual([
    `${expected("c")}it only where release 1 of far/app still runs it; keep it: on that host run "docker tag ${name} ${tag}" and "docker push ${tag}", then run this again`,
    `${expected("d")}it nowhere, and no stack that runs it; nothing was changed: push it again, or choose another release with TO=<number>`,
  ]);
});
