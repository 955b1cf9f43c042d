import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { followEngine } from "../../../cli/watch/follow-engine.ts";
import { connect } from "../../../lib/docker/client.ts";
import { type Answer, answering } from "../support/answers.ts";

const die = `${JSON.stringify({ Type: "container", Action: "die", Actor: { ID: "c1", Attributes: {} }, timeNano: 1e18 })}\n`;

/** Says this, and breaks the connection a moment later. */
const saying =
  (text: string): Answer =>
  (response) => {
    response.writeHead(200);
    response.write(text);
    setTimeout(() => response.socket?.destroy(), 50);
  };

test("a lost engine is connected again, until the watch ends", async () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const server = await answering([saying(die)], join(folder, "docker.sock"));
  const end = new AbortController();
  onTestFinished(async () => {
    end.abort();
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
  const told: string[] = [];
  const following = followEngine(
    connect(`unix://${server.address}`),
    {
      begun: () => told.push("begun"),
      happened: ({ kind, action }) => told.push(`${kind} ${action}`),
      lost: ({ message }) => told.push(message),
    },
    end.signal,
  );
  await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(6), { timeout: 5_000 });
  end.abort();
  await following;
  const once = ["begun", "container die", "aborted"];
  expect(told.slice(0, 6)).toEqual([...once, ...once]);
});

test("an engine that never answers is lost again and again", async () => {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const told: string[] = [];
  const following = followEngine(
    connect("unix:///no/such/docker.sock"),
    { begun: () => told.push("begun"), happened: () => told.push("happened"), lost: () => told.push("lost") },
    end.signal,
  );
  await vi.waitFor(() => expect(told).toEqual(["lost", "lost"]), { timeout: 5_000 });
  end.abort();
  await following;
});
