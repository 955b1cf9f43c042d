import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lookAtEngine } from "../../../cli/status/engine-look.ts";
import { recordedLogins } from "../../../cli/status/registry-look.ts";
import { recordedHosts } from "../../../lib/state/index.ts";
import { noAnswer, recordedThings } from "../../../lib/status/index.ts";
import { deployment } from "../status/stage.ts";
import { type Answers, fakeEngine, neverAnswers } from "../support/fake-engine.ts";

const dir = mkdtempSync(join(tmpdir(), "smallboat-engine-look-"));
afterAll(() => rmSync(dir, { recursive: true }));
let sockets = 0;

const listed = {
  Id: "c1",
  Names: ["/chat-web-1"],
  Image: "nginx:1.29",
  State: "running",
  Labels: null,
  Ports: null,
  NetworkSettings: null,
};
const empty: Answers = {
  "/containers/json": [listed],
  "/containers/c1/json": { Id: "c1", Name: "/chat-web-1", Config: { Labels: null } },
  "/networks": [],
  "/volumes": { Volumes: [] },
  "/images/json": [],
  "/info": { ServerVersion: "28.5.1" },
  "/distribution/nginx:1.29/json": { Descriptor: { digest: "sha256:d2" } },
};
const host = (state: ReturnType<typeof deployment>) => recordedHosts(state);

async function look(more: Answers, registries: "own" | "all" = "own", change = {}) {
  await using engine = await fakeEngine({ ...empty, ...more }, join(dir, `${sockets++}.sock`));
  const state = deployment(change);
  const things = recordedThings(state, host(state));
  const questions = { things, owner: { stage: "dev", id: "me" }, logins: new Map(), registries };
  const answer = await lookAtEngine([engine.address, {}], questions, 300).catch((error: Error) => error);
  return { answer, asked: engine.asked.sort() };
}

test("an engine is asked once for each thing, and no registry that has no login", async () => {
  expect((await look({})).asked).toEqual([
    "/containers/c1/json",
    "/containers/json",
    "/images/json",
    "/info",
    "/networks",
    "/volumes",
  ]);
});

test("every registry is asked on request, and one that does not answer harms no other answer", async () => {
  const { answer } = await look({}, "all");
  expect(answer).toMatchObject({ digests: new Map([["nginx:1.29", "sha256:d2"]]) });
  const refused = await look({ "/distribution/nginx:1.29/json": 500 }, "all");
  expect(refused.answer).toMatchObject({
    digests: new Map([["nginx:1.29", noAnswer]]),
    snapshot: { networks: [] },
  });
  const hanging = await look({ "/distribution/nginx:1.29/json": neverAnswers }, "all");
  expect(hanging.answer).toMatchObject({ digests: new Map([["nginx:1.29", noAnswer]]) });
});

test("files are read of containers that have some", async () => {
  const uploads = [{ file: "/etc/app.conf", content: "a" }];
  const { answer, asked } = await look({}, "own", { recorded: { container: { inputs: { uploads } } } });
  expect(asked).toContain("/containers/c1/archive");
  expect(answer).toMatchObject({ files: new Map([["c1", new Map([["/etc/app.conf", undefined]])]]) });
});

test.each<[string, Answers]>([
  ["answers no question", { "/containers/json": neverAnswers }],
  ["leaves one question open", { "/info": neverAnswers }],
  ["hangs at a container", { "/containers/c1/json": neverAnswers }],
])("an engine that %s costs no more than its time", async (_, answers) => {
  const begun = Date.now();
  const { answer } = await look(answers);
  expect(answer).toMatchObject({ name: "EngineError", message: "no answer to all questions within 0.3 s" });
  expect(Date.now() - begun).toBeLessThan(5_000);
});

test("logins of registries are read from the provider, where they are a secret text", () => {
  const state = deployment();
  const list = JSON.stringify([{ address: "registry:5000", username: "me", password: "secret" }]);
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const registryAuth = { ...secret, plaintext: JSON.stringify(list) };
  const resources = state.resources.map((each) =>
    each.type === "pulumi:providers:docker" ? { ...each, inputs: { ...each.inputs, registryAuth } } : each,
  );
  const [far] = host(state);
  expect(far && recordedLogins({ ...state, resources }, far)).toEqual(
    new Map([["registry:5000", { user: "me", password: "secret" }]]),
  );
  expect(far && recordedLogins(state, far)).toEqual(new Map());
});
