import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connect, EngineError } from "../../../lib/docker/client.ts";
import { type DockerEvent, followEvents } from "../../../lib/docker/events.ts";
import { type Answer, answer, answering } from "../support/answers.ts";

/** The address of an engine behind a unix socket that gives these answers in turn. */
async function engineThat(...answers: readonly Answer[]) {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const server = await answering(answers, join(folder, "docker.sock"));
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
  return { engine: connect(`unix://${server.address}`), asked: server.asked };
}

const said = (Type: string, Action: string, attributes: Record<string, string> | null, ID = "c1") =>
  `${JSON.stringify({ Type, Action, Actor: { ID, Attributes: attributes }, timeNano: 1_700_000_000_123 * 1e6 })}\n`;

/** Writes these pieces one after another, and then lets the connection be, ends it, or breaks it. */
const stream =
  (pieces: readonly string[], then: "stay" | "end" | "break"): Answer =>
  async (response) => {
    response.writeHead(200);
    for (const piece of pieces) await new Promise((done) => response.write(piece, done));
    if (then === "end") response.end();
    if (then === "break") response.socket?.destroy();
  };

const never = new AbortController().signal;

test("events arrive one by one, however the engine splits them", async () => {
  const text =
    said("container", "die", { name: "web", exitCode: "137" }) + said("volume", "destroy", null, "data");
  const { engine, asked } = await engineThat(stream([text.slice(0, 20), text.slice(20)], "end"));
  const events = [];
  for await (const event of await followEvents(engine, never)) events.push(event);
  expect(events).toEqual<DockerEvent[]>([
    {
      kind: "container",
      action: "die",
      id: "c1",
      attributes: { name: "web", exitCode: "137" },
      time: 1_700_000_000_123,
    },
    { kind: "volume", action: "destroy", id: "data", attributes: {}, time: 1_700_000_000_123 },
  ]);
  const url = new URL(asked[0]?.url ?? "", "http://engine");
  const filters = JSON.parse(url.searchParams.get("filters") ?? "");
  expect([url.pathname, filters.type, filters.event.includes("exec_create")]).toEqual([
    "/v1.41/events",
    ["container", "network", "volume", "image"],
    false,
  ]);
});

test("a connection that breaks is an error of the engine", async () => {
  const { engine } = await engineThat(stream([said("container", "die", {})], "break"));
  const seen: string[] = [];
  const follow = async () => {
    for await (const { action } of await followEvents(engine, never)) seen.push(action);
  };
  await expect(follow()).rejects.toEqual(new EngineError(engine.address, "aborted"));
  expect(seen).toEqual(["die"]);
});

test("the listener can end it", async () => {
  const { engine } = await engineThat(stream([said("container", "die", {})], "stay"));
  const end = new AbortController();
  const follow = async () => {
    for await (const _ of await followEvents(engine, end.signal)) end.abort();
  };
  await expect(follow()).rejects.toThrow(EngineError);
});

test("an engine that wants a newer version is asked again in that one", async () => {
  const refusal = answer(400, { message: "too old. Minimum supported API version is 1.44" });
  const { engine, asked } = await engineThat(refusal, stream([], "end"));
  for await (const _ of await followEvents(engine, never)) expect.fail("there is none");
  expect(asked.map(({ url }) => url.split("/")[1])).toEqual(["v1.41", "v1.44"]);
});

test("a refusal contains the reason", async () => {
  const { engine } = await engineThat(answer(403, { message: "not for you" }));
  await expect(followEvents(engine, never)).rejects.toEqual(
    new EngineError(engine.address, "not for you", 403),
  );
});
