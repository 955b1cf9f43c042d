import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { pair } from "./pair.ts";
import type { Upload } from "./scripted-gitlab.ts";

const timeout = 180_000;

/** Names and contents of a zip's files. */
function unzipped(upload: Upload | undefined): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "upload-"));
  const file = join(folder, "a.zip");
  try {
    writeFileSync(file, upload?.content ?? "");
    const names = execFileSync("unzip", ["-Z1", file], { encoding: "utf8" }).trim().split("\n");
    return Object.fromEntries(
      names.map((name) => [name, execFileSync("unzip", ["-p", file, name], { encoding: "utf8" })]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.concurrent("a job finds its sources and variables, and its log has the form of GitLab's runner", {
  timeout,
}, async (context) => {
  const { gitlab } = await pair(context, { toml: 'environment = ["FROM_CONFIG=c"]' });
  const job = gitlab.give({
    script: [
      "cat folder/file.txt .hidden",
      'echo "$FROM_CONFIG $QUOTED $LINES_" >&2',
      'pwd; cat "$FILE"; echo; stat -c %n "$FILE"',
      "cat .git/config | grep -c glcbt || true",
    ],
    afterScript: ['echo "it was a $CI_JOB_STATUS"'],
    variables: [
      { key: "QUOTED", value: `it's "here" $FROM_CONFIG`, raw: true },
      { key: "LINES_", value: "one\ntwo" },
      { key: "FILE", value: "a file", file: true },
      // What would lead the runner's own docker astray.
      { key: "DOCKER_HOST", value: "tcp://docker:2375" },
      { key: "DOCKER_TLS_VERIFY", value: "1" },
      { key: "PATH", value: "/usr/local/bin:/usr/bin:/bin" },
    ],
  });
  gitlab.losses = 1;
  await job.ended();
  expect(job.final).toMatchObject({ state: "success", output: { bytesize: job.log.length } });
  const text = job.text().replace(/section_(start|end):\d+/g, "section_$1");
  expect(text.slice(text.indexOf("section_start:step_script"))).toBe(`section_start:step_script
Executing "step_script" stage of the job script
$ cat folder/file.txt .hidden
from the repository
hidden
$ echo "$FROM_CONFIG $QUOTED $LINES_" >&2
c it's "here" $FROM_CONFIG one
two
$ pwd; cat "$FILE"; echo; stat -c %n "$FILE"
/builds/group/sub/p
a file
/builds/group/sub/p.tmp/FILE
$ cat .git/config | grep -c glcbt || true
0
section_end:step_script
section_start:after_script
Running after_script
$ echo "it was a $CI_JOB_STATUS"
it was a success
section_end:after_script
Job succeeded
`);
});

test.concurrent("artifacts reach GitLab and the next job, and reports keep their types", {
  timeout,
}, async (context) => {
  const { gitlab } = await pair(context);
  const first = gitlab.give({
    script: [
      "mkdir -p dist/.deep && echo one > dist/.deep/a && echo two > dist/skipped && ln -s .deep/a dist/link",
      `python -c 'print("<testsuite tests=\\"1\\"/>")' > report.xml`,
      "echo A=b > build.env",
    ],
    artifacts: [
      { paths: ["dist/"], exclude: ["dist/skipped"], expire_in: "1 week", artifact_type: "archive" },
      {
        paths: ["report.xml"],
        when: "always",
        artifact_type: "junit",
        artifact_format: "gzip",
        name: "junit",
      },
      { paths: ["build.env"], when: "always", artifact_type: "dotenv", artifact_format: "gzip" },
      { paths: ["nothing.xml"], when: "always", artifact_type: "cobertura", artifact_format: "gzip" },
      { paths: ["dist/"], when: "on_failure", artifact_type: "metrics", artifact_format: "gzip" },
    ],
  });
  await first.ended();
  expect(first.final).toMatchObject({ state: "success" });
  expect(first.uploads.map(({ type, format, name }) => [type, format, name])).toEqual([
    ["archive", "zip", "artifacts.zip"],
    ["junit", "gzip", "junit.gz"],
    ["dotenv", "gzip", "dotenv.gz"],
  ]);
  expect(unzipped(first.uploads[0])).toEqual({ "dist/.deep/a": "one\n", "dist/link": ".deep/a" });
  expect(gunzipSync(first.uploads[1]?.content ?? "").toString()).toBe('<testsuite tests="1"/>\n');
  const second = gitlab.give({
    script: ["cat dist/link"],
    dependencies: [
      {
        id: first.job.id,
        token: first.job.token,
        name: "first",
        artifacts_file: { filename: "artifacts.zip" },
      },
    ],
  });
  await second.ended();
  expect([second.final?.state, second.text()]).toEqual(["success", expect.stringContaining("\none\n")]);
});

test.concurrent("a failing script keeps its exit code, its artifacts and its after_script", {
  timeout,
}, async (context) => {
  const { gitlab, runner } = await pair(context);
  const job = gitlab.give({
    script: ["echo trouble > why.txt", "sh -c 'exit 42' | cat", "echo not reached"],
    afterScript: ['echo "it was $CI_JOB_STATUS"', "exit 7"],
    artifacts: [{ paths: ["why.txt"], when: "on_failure" }, { paths: ["why.txt"] }],
  });
  const strange = gitlab.give({ script: ["true"], image: { name: "smallboat.invalid/none:1" } });
  await Promise.all([job.ended(), strange.ended()]);
  expect(job.final).toMatchObject({ state: "failed", failure_reason: "script_failure", exit_code: 42 });
  expect(job.text()).toMatch(/it was failed[\s\S]*ERROR: Job failed: exit code 42\n$/);
  expect(job.text()).not.toMatch(/^not reached/m);
  expect(job.uploads.map(({ content }) => unzipped({ content } as Upload))).toEqual([
    { "why.txt": "trouble\n" },
  ]);
  expect(strange.final).toMatchObject({ state: "failed", failure_reason: "runner_system_failure" });
  expect(strange.text()).toMatch(/ERROR: Job failed \(system failure\): .*smallboat\.invalid\/none:1: \S/);
  expect(await runner.leftOvers(await runner.systemId())).toEqual([]);
});

test.concurrent("services have their aliases and their own variables", { timeout }, async (context) => {
  const { gitlab, runner } = await pair(context);
  const serve =
    "import os,http.server as h; open('/srv/v','w').write(os.environ['A']+os.environ['B']); os.chdir('/srv'); h.test(h.SimpleHTTPRequestHandler, port=8000)";
  const job = gitlab.give({
    script: [
      "for i in $(seq 50); do python -c 'import urllib.request as u; print(u.urlopen(\"http://web:8000/v\").read().decode())' 2>/dev/null && break; sleep 0.2; done",
      "python -c 'import urllib.request as u; print(u.urlopen(\"http://nginx\").status)'",
    ],
    variables: [{ key: "A", value: "job's" }],
    services: [
      {
        name: "python:3.13-slim",
        alias: "web other",
        command: ["python", "-c", serve],
        variables: [{ key: "B", value: ", service's $A" }],
      },
      { name: "nginx:1.26" },
    ],
  });
  await job.ended();
  expect([job.final?.state, job.text()]).toEqual([
    "success",
    expect.stringMatching(/\njob's, service's job's\n.*\n200\n/),
  ]);
  expect(await runner.leftOvers(await runner.systemId())).toEqual([]);
});

test.concurrent("a cache is kept between jobs, and has fallbacks", { timeout }, async (context) => {
  const { gitlab } = await pair(context);
  const give = (key: string, script: string, fallback_keys: string[] = []) =>
    gitlab
      .give({ script: [script], cache: [{ key, paths: [".cache/x"], policy: "pull-push", fallback_keys }] })
      .ended();
  await give("a/1", "mkdir -p .cache/x && echo kept > .cache/x/f");
  const [second, third] = await Promise.all([
    give("a/1", "cat .cache/x/f; rm .cache/x/f; echo new > .cache/x/g"),
    give("b", "cat .cache/x/f", ["none", "a/1"]),
  ]);
  expect([second.final?.state, third.final?.state]).toEqual(["success", "success"]);
  const fourth = await give("a/1", "ls .cache/x");
  expect(fourth.text()).toMatch(/\$ ls .cache\/x\ng\n/);
});
