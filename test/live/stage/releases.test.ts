import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type History, historyOf, releaseRows } from "../../../lib/releases/index.ts";
import { readStateFile, types } from "../../../lib/state/index.ts";
import { attempt, type Outcome, run, start, until } from "../support/command.ts";
import { Project } from "../support/project.ts";

/** The checkout of a second operator, who uses the same backend. */
const second = mkdtempSync(join(tmpdir(), "smallboat-operator-"));
const project = new Project({ hosts: {} }, second);
const { stage } = project;
const state = join(project.state, `.pulumi/stacks/smallboat/${stage}.json`);
const locks = join(project.state, `.pulumi/locks/organization/smallboat/${stage}`);
const mark = join(project.folder, "paused");
const bin = join(project.folder, "bin");

/**
 * The Pulumi CLI, but with a stand-in of the apply step: "up" gives the container of the state the version that is wanted. It
 * pauses at the moment that PAUSE names. The process that holds a lock is the real one, as a run of ours notes it.
 */
const pulumi = (real: string) => `#!/bin/sh
at() { [ "$1" != "$PAUSE" ] || { touch ${mark}; sleep 600; }; }
case "$*" in
"up "*)
  for each; do [ "$before" != --event-log ] || : > "$each"; before=$each; done
  sed -i "s/version-[0-9]*/version-$VERSION/" ${state}
  at applied ;;
*--show-secrets*) exec ${real} "$@" ;;
"stack export"*) at exporting; ${real} "$@"; at exported ;;
"stack import"*)
  if [ "$PAUSE" = importing ]; then
    (until set -- ${locks}/*; [ -e "$1" ] || ! kill -0 $$; do :; done; kill -STOP $$; touch ${mark}) &
    exec ${real} "$@"
  fi
  [ "$PAUSE" = imported ] || exec ${real} "$@"
  ${real} "$@"; at imported ;;
*) exec ${real} "$@" ;;
esac
`;

const urn = (type: string, name: string) => `urn:pulumi:${stage}::smallboat::${type}::${name}`;
const root = { urn: urn(types.stage, `smallboat-${stage}`), type: types.stage };
const stack = { urn: urn(types.hostStack, "Local/web"), type: types.hostStack, parent: root.urn };
const resources = [
  { ...root, outputs: { stage } },
  { urn: urn(types.stash, "releases"), type: types.stash, parent: root.urn, outputs: { output: "none" } },
  stack,
  {
    urn: urn(`${types.hostStack}$${types.container}`, "Local/web/web"),
    type: types.container,
    parent: stack.urn,
    inputs: { name: "web", labels: [{ label: "com.docker.compose.config-hash", value: "version-0" }] },
  },
];

function operator(by: string, folder: string) {
  const env = (version: number, pause = "") => ({
    ...project.env,
    PATH: `${bin}:${project.env.PATH}`,
    VERSION: String(version),
    PAUSE: pause,
    GITLAB_USER_LOGIN: by,
  });
  const cli = (name: string) => join(folder, "cli", `${name}.ts`);
  return {
    up: (version: number): Promise<Outcome> =>
      attempt(process.execPath, [cli("up")], { cwd: folder, env: env(version) }),
    /** An update that is killed with all its processes at a moment. */
    killed: async (version: number, pause: string) => {
      rmSync(mark, { force: true });
      const options = { cwd: folder, env: env(version, pause), detached: true };
      const running = start(process.execPath, [cli("up")], options);
      await until(async () => existsSync(mark), running);
      process.kill(-(running.child.pid as number), "SIGKILL");
      await running.outcome;
    },
    releases: async (): Promise<string> => {
      const { code, stdout, stderr } = await attempt(process.execPath, [cli("releases")], {
        cwd: folder,
        env: { ...env(0), JSON: "1" },
      });
      expect([code, stderr]).toEqual([0, ""]);
      return stdout;
    },
  };
}

const [ann, ben] = [operator("ann", project.folder), operator("ben", second)];
const history = (): History => historyOf(readStateFile(state).deployment);

beforeAll(async () => {
  project.create();
  const real = await run("sh", ["-c", "command -v pulumi"], { env: project.env });
  cpSync(project.folder, second, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.startsWith(project.state),
  });
  const { checkpoint, ...document } = JSON.parse(readFileSync(state, "utf8"));
  const latest = { manifest: {}, ...checkpoint?.latest, resources };
  writeFileSync(state, JSON.stringify({ ...document, checkpoint: { ...checkpoint, latest } }));
  mkdirSync(bin);
  writeFileSync(join(bin, "pulumi"), pulumi(real));
  chmodSync(join(bin, "pulumi"), 0o755);
});

test("two operators with one backend agree on the releases", async () => {
  expect(await ann.up(1)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Release 1:\n  Local/web: new\n"),
  });
  expect(await ben.up(2)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Release 2:\n  Local/web: files\n"),
  });
  const both = await Promise.all([ann.up(3), ben.up(3)]);
  expect(both.map(({ code }) => code).sort()).toEqual(expect.arrayContaining([0]));
  const [first, other] = [await ann.releases(), await ben.releases()];
  expect(other).toBe(first);
  expect(history().releases.map(({ number, by }) => [number, by])).toEqual([
    [1, "ann"],
    [2, "ben"],
    [3, expect.stringMatching(/^(ann|ben)$/)],
  ]);
});

test.each([
  ["after it has applied", "applied"],
  ["while it reads the state", "exporting"],
  ["when it has read the state", "exported"],
  ["while it writes the state", "importing"],
  ["when it has written the state", "imported"],
])("a release survives a run that is killed %s", async (_, moment) => {
  const before = history().releases;
  const next = before.length + 1;
  await ann.killed(next, moment);
  const outcome = await ben.up(next);
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  const after = history().releases;
  expect([after.slice(0, -1), after.at(-1)]).toEqual([
    before,
    {
      number: next,
      at: expect.any(String),
      by: expect.stringMatching(/^(ann|ben)$/),
      stacks: { "Local/web": { files: expect.any(String), images: {} } },
      gone: [],
    },
  ]);
  expect(after.at(-1)?.stacks).not.toEqual(before.at(-1)?.stacks);
});

test("a run that was killed while it wrote its lock blocks nobody", async () => {
  writeFileSync(join(locks, "killed.json.1795742100000000000.tmp"), "");
  const before = history().releases.length;
  expect(await ben.up(9)).toMatchObject({ code: 0, stderr: "" });
  expect(history().releases.length).toBe(before + 1);
  expect(readdirSync(locks)).toEqual([]);
});

test("after ten changes each is told", async () => {
  expect(await ann.up(10)).toMatchObject({ code: 0 });
  expect(releaseRows(history()).map(([number, , , , , what]) => [number, what])).toEqual([
    ["RELEASE", "WHAT CHANGED"],
    ...[10, 9, 8, 7, 6, 5, 4, 3, 2].map((number) => [String(number), "files"]),
    ["1", "new"],
  ]);
});
