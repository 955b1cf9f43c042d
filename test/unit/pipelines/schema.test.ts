import { expect, test } from "vitest";
import { kinds, renderPipeline } from "../../../lib/pipelines/index.ts";
import { events } from "./events.ts";
import { gitlabCiLocal, together } from "./gitlab-ci-local.ts";
import { pipelineOf, variants } from "./variants.ts";

const slow = { timeout: 120_000 };
const all = Object.fromEntries(
  Object.entries(variants).map(([name, variant]) => [name, pipelineOf(variant)]),
);
const onMain = events["push to main"] ?? {};

test.for(Object.keys(kinds))("GitLab's schema accepts the pipeline of %s", slow, async (kind) => {
  const listed = await gitlabCiLocal(renderPipeline(pipelineOf({ kind })), onMain, "--list-json");
  const names = JSON.parse(listed).map(({ name }: { name: string }) => name.replace(/: \[.*\]$/, ""));
  expect([...new Set(names)].sort()).toEqual(Object.keys(pipelineOf({ kind }).jobs).sort());
});

test("GitLab's schema accepts the jobs of every variant", slow, async () => {
  const listed = JSON.parse(await gitlabCiLocal(together(all), onMain, "--list-json"));
  const stems = listed.map(({ name }: { name: string }) => name.replace(/: \[.*\]$/, ""));
  const expected = Object.entries(all).flatMap(([of, { jobs }]) =>
    ["pipeline", ...Object.keys(jobs)].map((job) => `${of} / ${job}`),
  );
  expect([...new Set(stems)].sort()).toEqual(expected.sort());
});

test("GitLab's schema refuses a key that it does not know", slow, async () => {
  const text = renderPipeline(pipelineOf({ kind: "python-module" })).replace(
    /^ {2}coverage:/m,
    "  coverages:",
  );
  await expect(gitlabCiLocal(text, onMain, "--list-json")).rejects.toThrow(
    "'coverages' property is not expected to be here",
  );
});

test.for(["push to main", "tag"])(
  "%s: gitlab-ci-local finds every job that another needs",
  slow,
  async (event) => {
    const text = renderPipeline(pipelineOf({ kind: "realworld-app" }));
    await gitlabCiLocal(text, events[event] ?? {}, "--validate-dependency-chain");
  },
);
