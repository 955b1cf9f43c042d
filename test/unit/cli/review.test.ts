import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { example } from "../changes/example.ts";
import { compose, proposed, settings } from "./proposed.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A comment without its hidden mark and its time. */
function shown(body: string): string {
  return body.replace(/^<!--.*-->\n\n/, "").replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "<time>");
}

/** Without a preview: it needs no Pulumi. */
const refused = { "Pulumi.dev.yaml": settings("tcp://10.9.9.9:2375"), "Pulumi.prod.yaml": "config: [" };

test("two stages are in one comment, which the next push edits, and a third run finds nothing to do", async () => {
  const { head, push, review, comments } = await proposed(refused);
  const run = () => review({ MERGE_REQUEST: "open", STAGES: "dev,prod" });
  expect(await run()).toEqual({
    code: 0,
    stdout: "Merge request !1, stage dev\nMerge request !1, stage prod",
    stderr: "",
  });
  const [first] = await comments();
  expect(shown(first?.body ?? "").split("\n")).toEqual([
    "## Preview: dev: a maintainer has to read it first; prod: failed",
    "",
    "### dev",
    "",
    "A preview runs with the secrets of the stage, so it takes only changes of data. These are more:",
    "",
    "- Pulumi.dev.yaml smallboat:hosts: expected no change of hosts, addresses, secrets or rules, found one; let a maintainer read it first",
    "",
    `To preview them, a maintainer reads them and runs a pipeline of the default branch with \`MERGE_REQUEST=1\` and \`COMMIT=${head}\`.`,
    "",
    "### prod",
    "",
    "There is no preview.",
    "",
    "```",
    " Pulumi.prod.yaml: expected a map in YAML, found something else; correct it",
    "```",
    "",
    expect.stringMatching(new RegExp(`^For \`${head.slice(0, 8)}\` on \`\\w{8}\`, <time>\\.$`)),
    "",
  ]);
  const next = await push("topic", { "Pulumi.prod.yaml": "config: {" });
  await run();
  expect(
    (await comments()).map(({ id, body }) => [id, body.includes(`For \`${next.slice(0, 8)}\``)]),
  ).toEqual([[first?.id, true]]);
  expect((await run()).stdout).toBe("Every open merge request has its preview.");
});

test("two pipelines at once end as one comment", async () => {
  const { review, comments } = await proposed(refused);
  await Promise.all([review(), review()]);
  expect((await comments()).length).toBe(1);
});

test("a comment is out of date as soon as its branch or main has moved on", async () => {
  const written: string[] = [];
  const { push, review, git } = await proposed(refused, (request, body) => {
    if (/^PUT .*\/notes\//.test(request)) written.push(JSON.parse(body).body);
    return undefined;
  });
  await review();
  await push("topic", { "Pulumi.prod.yaml": "config: {" });
  await review();
  await push("main", { "docs/boats.md": "# Boats\n" });
  await git("pull", "--quiet");
  await review();
  expect(written.map((body) => body.split("\n\n")[1])).toEqual([
    "> **Out of date:** its branch has moved on",
    "## Preview: dev: a maintainer has to read it first",
    "> **Out of date:** main has moved on",
    "## Preview: dev: a maintainer has to read it first",
  ]);
});

test("a comment names other open merge requests that change the same stacks", async () => {
  const { propose, review, comments } = await proposed({
    ...refused,
    [compose]: "services: {web: {image: nginx:1.27}}\n",
  });
  await propose("same", { [compose]: "services: {web: {image: nginx:1.28}}\n" });
  await propose("other", { "stacks/Local/other/compose.yaml": "services: {}\n" });
  await review({ MERGE_REQUEST: "1" });
  const [comment] = await comments();
  expect(comment?.body.split("\n\n").slice(-3, -1)).toEqual([
    "Other open merge requests change the same stacks:",
    "- !2: `Local/web`",
  ]);
});

test("a GitLab that refuses to list merge requests ends the job with one sentence", async () => {
  const { review } = await proposed(refused, (request) =>
    /\/merge_requests\?/.test(request) ? 403 : undefined,
  );
  expect(await review()).toEqual({
    code: 1,
    stdout: "",
    stderr: 'GitLab: expected an answer, found "HTTP 403"; run this job again',
  });
});

test("a GitLab that is down while the comment is written loses nothing", async () => {
  const { review, comments, folder } = await proposed(refused, (request) =>
    request.startsWith("POST") ? 502 : undefined,
  );
  expect(await review()).toEqual({
    code: 1,
    stdout: "Merge request !1, stage dev",
    stderr:
      '!1: expected GitLab to accept the comment, found "HTTP 502"; read it in the artifact review/1/comment.md',
  });
  const kept = ["comment.md", "review.json"].map((file) =>
    readFileSync(join(folder, "review/1", file), "utf8"),
  );
  expect([kept.map((each) => each.includes("smallboat:hosts")), await comments()]).toEqual([
    [true, true],
    [],
  ]);
});

test("a merge request that was closed meanwhile gets no comment, and its preview is kept", async () => {
  const { review, comments, folder, close } = await proposed(refused, (request) =>
    // It is looked at by itself for the comment alone.
    /^GET .*\/merge_requests\/1$/.test(request) ? close() : undefined,
  );
  expect(await review()).toEqual({
    code: 0,
    stdout:
      "Merge request !1, stage dev\n!1 is closed by now and gets no comment. The preview is in review/1/comment.md.",
    stderr: "",
  });
  expect([existsSync(join(folder, "review/1/comment.md")), await comments()]).toEqual([true, []]);
});

const code = {
  // Whoever reads the branch sees what it prints.
  Makefile: "preview:\n\t@cat changes.json\n",
  "changes.json": `\n${JSON.stringify({ ...example, stage: "dev" }, null, 2)}\n`,
};

test("a maintainer who names the head gets a preview of the code; another commit changes nothing", async () => {
  const { head, review, comments } = await proposed(code);
  const other = "0123456789abcdef0123456789abcdef01234567";
  expect(await review({ MERGE_REQUEST: "1", COMMIT: other })).toEqual({
    code: 1,
    stdout: "",
    stderr: `COMMIT: expected the head ${head}, found ${other}; read the new head, and name that`,
  });
  expect(await comments()).toEqual([]);
  expect((await review({ MERGE_REQUEST: "1", COMMIT: head })).code).toBe(0);
  const [comment] = await comments();
  expect(comment?.body).toContain("## Preview: dev: 3 created, 1 updated, 2 replaced, 3 deleted, 1 unknown");
  expect(comment?.body).toContain("A maintainer started this preview, so the code of the branch ran too.");
});

test("variables that name no merge request, or a commit of all", async () => {
  const { review } = await proposed(refused);
  const cases: [NodeJS.ProcessEnv, string][] = [
    [
      { MERGE_REQUEST: "abc" },
      'MERGE_REQUEST: expected the number of a merge request, or open, found "abc"; correct it',
    ],
    [
      { MERGE_REQUEST: "99" },
      "MERGE_REQUEST: expected the number of a merge request, found 99; correct MERGE_REQUEST",
    ],
    [
      { MERGE_REQUEST: "open", COMMIT: "abc" },
      "COMMIT: expected no commit together with MERGE_REQUEST=open, found abc; name one merge request by its number",
    ],
  ];
  const outcomes = await Promise.all(cases.map(([variables]) => review(variables)));
  expect(outcomes).toEqual(cases.map(([, stderr]) => ({ code: 1, stdout: "", stderr })));
});
