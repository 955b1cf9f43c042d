import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { example } from "../changes/example.ts";
import { compose, proposed, settings } from "./proposed.ts";

vi.setConfig({ testTimeout: 60_000 });

type Proposed = Awaited<ReturnType<typeof proposed>>;

/** Merges, and applies the merge with commands that only say what they were asked for. */
async function applied({ merge, job, folder }: Proposed) {
  const commit = await merge();
  const asked = (command: string) =>
    `console.log("${command}", process.env.PLAN ?? "no plan", process.env.SAVE ?? "");\n`;
  const files = {
    ...{ "cli/up.ts": asked("up"), "cli/preview.ts": asked("preview"), "Pulumi.yaml": "name: boat\n" },
    // The stage has not run yet.
    ".pulumi/stacks/boat/dev.json": JSON.stringify({ version: 3, checkpoint: { latest: { resources: [] } } }),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const backend = { PULUMI_BACKEND_URL: pathToFileURL(folder).href };
  return job("apply", { CI_COMMIT_SHA: commit, STAGE: "dev", ...backend });
}

const change = { [compose]: "services: {web: {image: nginx:1.27}}\n" };
const refused = { "Pulumi.dev.yaml": settings("tcp://10.9.9.9:2375") };
/** Another preview, for a person to look at. */
const anew = (why: string) => ({
  code: 10,
  stdout: "preview no plan anew/dev.plan",
  stderr:
    `${why}. Nothing was changed.\n` +
    'Read this preview, then start the job "up dev anew": it applies exactly this.',
});

test("a merge without a review is brought up", async () => {
  expect(await applied(await proposed(change))).toEqual({ code: 0, stdout: "up no plan", stderr: "" });
});

test("a merge whose last push was not reviewed waits for a person", async () => {
  const project = await proposed(refused);
  await project.review();
  await project.push("topic", { "docs/boats.md": "# Boats\n" });
  expect(await applied(project)).toEqual(anew("The last push to !1 has no preview"));
});

test("a merge whose preview was refused waits for a person", async () => {
  const project = await proposed(refused);
  await project.review();
  expect(await applied(project)).toEqual(anew("!1 has no preview of stage dev"));
});

test("a merge whose plan is no longer among the artifacts waits for a person", async () => {
  const project = await proposed({
    Makefile: "preview:\n\t@echo {} > $(SAVE) && cat changes.json\n",
    "changes.json": `\n${JSON.stringify({ ...example, stage: "dev" }, null, 2)}\n`,
  });
  expect((await project.review({ MERGE_REQUEST: "1", COMMIT: project.head })).code).toBe(0);
  expect(await applied(project)).toEqual(anew("The plan of !1 is gone"));
});

test("a merge waits for a person if GitLab does not tell of its review", async () => {
  const project = await proposed(refused, (request) =>
    /\/commits\/\w+\/merge_requests/.test(request) ? 403 : undefined,
  );
  expect(await applied(project)).toEqual(
    anew('The review of this commit cannot be read: GitLab says "HTTP 403"'),
  );
});
