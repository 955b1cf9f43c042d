import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { EngineError } from "../../../lib/docker/client.ts";
import { hasAnswered } from "../../../lib/plan/engine-look.ts";
import { lookAtEngines } from "../../../lib/plan/look-at-engines.ts";
import { type Answers, fakeEngine, neverAnswers } from "../support/fake-engine.ts";
import { loaded, settings } from "./stage.ts";

vi.setConfig({ testTimeout: 30_000 });
const dir = mkdtempSync(join(tmpdir(), "smallboat-looks-"));
afterAll(() => rmSync(dir, { recursive: true }));
const owner = { stage: "dev" };
const container = (id: string, Labels: object) => ({
  Id: id,
  Names: [`/${id}`],
  Image: "x",
  State: "running",
  Labels,
  Ports: null,
  NetworkSettings: null,
});
const empty: Answers = {
  "/containers/json": [],
  "/networks": [],
  "/volumes": { Volumes: [] },
  "/images/json": [],
  "/version": { ApiVersion: "1.47" },
  "/info": {},
};

let sockets = 0;
/** What an engine with these stacks, by name, is asked for. */
async function questions(
  stacks: Readonly<Record<string, string>>,
  more: Answers = {},
  adopted: string[] = [],
) {
  await using engine = await fakeEngine({ ...empty, ...more }, join(dir, `${sockets++}.sock`));
  const checked = settings({
    hosts: { Local: { engine: engine.address }, alias: { engine: engine.address } },
    adopted: adopted.map((stack) => `Local/${stack}`),
  });
  const files = Object.entries(stacks).map(([stack, text]) => [`stacks/Local/${stack}/compose.yaml`, text]);
  const looks = await lookAtEngines(
    checked,
    undefined,
    loaded(Object.fromEntries(files), checked).stacks,
    owner,
  );
  expect(looks.map(({ hosts }) => hosts)).toEqual([["Local", "alias"]]);
  return engine.asked.sort();
}

const always = ["/containers/json", "/info", "/networks", "/volumes"];
const service = (keys: string) => `services:\n  a: { image: x, pull_policy: never${keys} }\n`;

test.each<[string, Readonly<Record<string, string>>, Answers, readonly string[]]>([
  ["without stacks", {}, {}, always],
  ["with stacks, however many", { a: service(""), b: service(""), c: service("") }, {}, always],
  [
    "of which images may be lacking",
    { a: "services:\n  a: { image: x }\n" },
    { "/images/x/json": { Config: {} } },
    [...always, "/images/json", "/images/x/json"],
  ],
  [
    "where a key came with some version",
    { a: service(", mac_address: 02:42:ac:11:00:02") },
    {},
    [...always, "/version"],
  ],
  [
    "with containers of the stage and foreign ones",
    { a: service("") },
    {
      "/containers/json": [
        container("1", { "smallboat.stage": "dev" }),
        container("2", { "smallboat.stage": "prod" }),
        container("3", {}),
      ],
      "/containers/1/json": { Config: {} },
    },
    [...always, "/containers/1/json"],
  ],
])("an engine %s is asked once, and only for what is needed", async (_, stacks, more, want) => {
  expect(await questions(stacks, more)).toEqual([...want].sort());
});

test("adopted containers are inspected too, without further requests", async () => {
  const labels = {
    "com.docker.compose.project": "a",
    "com.docker.compose.service": "a",
    "com.docker.compose.container-number": "1",
    "com.docker.compose.oneoff": "False",
  };
  const more = {
    "/containers/json": [{ ...container("1", labels), Names: ["/a-a-1"] }, container("2", labels)],
    "/containers/1/json": { Config: {} },
  };
  expect(await questions({ a: service("") }, more, ["a"])).toEqual([...always, "/containers/1/json"].sort());
  expect(await questions({ a: service("") }, more)).toEqual(always);
});

test("engines that hang or are unreachable cost only their time limit, and the others are asked meanwhile", async () => {
  const hanging = { ...empty, "/volumes": neverAnswers };
  await using mute = await fakeEngine(hanging, join(dir, "mute.sock"));
  await using dumb = await fakeEngine(hanging, join(dir, "dumb.sock"));
  await using good = await fakeEngine(empty, join(dir, "good.sock"));
  const addresses = [mute.address, good.address, `unix://${join(dir, "away.sock")}`, dumb.address];
  const hosts = Object.fromEntries(addresses.map((engine, index) => [`host${index}`, { engine }]));
  const begun = Date.now();
  const looks = await lookAtEngines(settings({ hosts }), undefined, [], owner);
  // One after another they would take twice the ten seconds.
  expect(Date.now() - begun).toBeLessThan(15_000);
  expect(looks.map((look) => [look.hosts, hasAnswered(look)])).toEqual([
    [["host0"], false],
    [["host1"], true],
    [["host2"], false],
    [["host3"], false],
  ]);
  expect(looks.flatMap(({ answer }) => (answer instanceof EngineError ? [answer.message] : []))).toEqual([
    "no answer within 10 s",
    expect.stringContaining("ENOENT"),
    "no answer within 10 s",
  ]);
});
