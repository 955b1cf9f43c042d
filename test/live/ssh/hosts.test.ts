import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "../support/command.ts";
import { pauseImage as image, importPause } from "../support/pause.ts";
import { Project } from "../support/project.ts";
import { SshHosts } from "../support/ssh-hosts.ts";

const hosts = new SshHosts();
afterAll(() => hosts.stop());
const [many, near, far] = await hosts.start("many", "near", "far");
if (!many || !near || !far) throw new Error("three machines");

const engines = Object.fromEntries([many, near, far].map(({ name }) => [name, { engine: `ssh://${name}` }]));
/** A stage of fifty services, and one of a few. */
const [project, few] = [new Project({ hosts: engines }), new Project({ hosts: engines })];
for (const { env } of [project, few]) env.PATH = hosts.path;
await importPause(hosts);

interface Services {
  readonly count?: number;
  /** One with room for all; default: a small one. */
  readonly subnet?: string;
  readonly label?: string;
}

/** A stack of services on a host, each with a file of the stack's folder. */
function declare(stage: Project, host: string, { count = 2, subnet, label = "1" }: Services = {}): void {
  const service = { image, volumes: ["./note.txt:/note.txt:ro"], stop_grace_period: "1s", labels: { label } };
  const names = Array.from({ length: count }, (_, index) => `s${index + 1}`);
  stage.stack(`${host}/${host}`, {
    name: `${stage.stage}-${host}`,
    ...(subnet && { networks: { default: { ipam: { config: [{ subnet }] } } } }),
    services: Object.fromEntries(names.map((name) => [name, service])),
  });
  stage.write(`${host}/${host}/note.txt`, `carried to ${host}\n`);
}

for (const [host, count] of Object.entries({ many: 30, near: 10, far: 10 }))
  declare(project, host, { count, subnet: "198.18.7.0/24" });
for (const { name } of [many, near, far]) declare(few, name);

const running = async (host: typeof many, { stage }: Project) =>
  (await host.docker("ps", "--format", "{{.Names}}", `--filter=name=${stage}-`)).split("\n").filter(Boolean)
    .length;

test("fifty services on three hosts come up at once, each host by one connection", async () => {
  await project.up();
  expect(await Promise.all([many, near, far].map((host) => running(host, project)))).toEqual([30, 10, 10]);
  expect([many, near, far].map((host) => host.accepted())).toEqual(
    Array(3).fill({ connections: 1, sessions: 1 }),
  );
});

test("nothing changes in a second run, and nothing differs from what was recorded", async () => {
  expect((await project.up()).changes).toEqual([]);
  expect(await project.operation("drift")).toMatchObject({
    code: 0,
    stdout: `Stage ${project.stage} is as it was recorded.\n`,
  });
});

test("the files of a stack are on its host", async () => {
  await many.docker("cp", `${project.stage}-many-s30-1:/note.txt`, join(hosts.folder, "note.txt"));
  expect(readFileSync(join(hosts.folder, "note.txt"), "utf8")).toBe("carried to many\n");
});

test("a rollback brings the files of a release back to a host over ssh", async () => {
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=Jo", "-c", "user.email=jo@example.com", ...args], { cwd: few.folder });
  const released = async (name: string, env: NodeJS.ProcessEnv = {}) => {
    const { code, stdout, stderr } = await few.operation(name, env);
    await near.docker("cp", `${few.stage}-near-s2-1:/note.txt`, join(hosts.folder, "note.txt"));
    return { code, stderr, stdout, note: readFileSync(join(hosts.folder, "note.txt"), "utf8") };
  };
  await git("init", "--quiet");
  const stack = { STACK: "near/near" };
  for (const [note, env] of [
    ["carried to near\n", {}],
    ["a new note\n", stack],
  ] as const) {
    few.write("near/near/note.txt", note);
    await git("add", "--force", "stacks");
    await git("commit", "--quiet", "--message", note);
    expect(await released("up", env)).toMatchObject({ code: 0, stderr: "", note });
  }
  expect(await released("rollback", stack)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("near/near is held at release 1."),
    note: "carried to near\n",
  });
  expect((await few.operation("release-hold", { ...stack, OFF: "1" })).code).toBe(0);
});

const noRoute =
  `Pulumi.${few.stage}.yaml smallboat:hosts.far.engine: expected a Docker engine at ssh://far, ` +
  `found "ssh: connect to host ${far.address} port 22: No route to host"; make "ssh far" work, or correct the address`;
const unknown = "stacks/far/far: unknown, because far does not answer; it is left as it is";
const left = "all hosts but far are up to date; left undone: stacks/far/far; run this again when far answers";
const containers = (host: string, numbers: number, op: string) =>
  Array.from({ length: numbers }, (_, index) => `${op} Container ${host}/${host}/s${index + 1}`);

/** The messages of a kind in what the Pulumi CLI printed last. */
const said = (kind: string, text: string) =>
  [...new Set(text.match(new RegExp(`^ *${kind}: .*$`, "gm")))].map((line) => line.trim());

test("if one host is unreachable, all other hosts are updated, and the run fails", async () => {
  await far.cut();
  declare(few, "near", { label: "2" });
  declare(few, "far", { label: "2" });
  const preview = await few.pulumi("preview");
  expect(preview.code).toBe(0);
  expect(said("warning", preview.stdout)).toEqual([`warning: ${noRoute}`, `warning: ${unknown}`]);
  expect(preview.stdout).toMatch(/Resources:\n {4}\+-2 to replace\n {4}\d+ unchanged\n/);

  const up = await few.pulumi("up", "--yes", "--skip-preview");
  expect({ code: up.code, errors: said("error", up.stdout) }).toEqual({
    code: 1,
    errors: [`error: ${left}`],
  });
  expect(await near.docker("ps", "--quiet", "--filter", "label=label=2")).toMatch(/^(\w+\n?){2}$/);
  expect(Object.keys((await few.outputs()).stacks).sort()).toEqual(["far/far", "many/many", "near/near"]);
});

test("cli/up.ts still removes stacks that have left the files", async () => {
  few.remove("near/near");
  const { code, stdout } = await few.operation("up");
  expect({ code, errors: said("error", stdout) }).toEqual({ code: 1, errors: [`error: ${left}`] });
  expect(await running(near, few)).toBe(0);
});

test("a strict stage refuses to start", async () => {
  few.configure({ strict: true });
  const { code, stderr, stdout } = await few.operation("up");
  expect({ code, refused: `${stdout}${stderr}`.includes(noRoute) }).toEqual({ code: 1, refused: true });
  few.configure({ strict: false });
});

test("a host that answers again gets the changes that it missed, and no others", async () => {
  await far.mend();
  expect((await few.up()).changes).toEqual(
    ["create-replacement", "delete-replaced", "replace"].flatMap((op) => containers("far", 2, op)).sort(),
  );
  // One of them is the other stage's.
  expect([many, near, far].map((host) => host.accepted().connections <= 3)).toEqual([true, true, true]);
});

test("a host that left the settings is cleared in one step, even after its connection has ended", async () => {
  const control = join(few.folder, ".smallboat/ssh/far.ctl");
  await run("ssh", ["-S", control, "-O", "exit", "far"], { env: few.env });
  few.configure({ hosts: { many: { engine: "ssh://many" }, near: { engine: "ssh://near" } } });
  few.remove("far");
  expect([(await few.operation("up")).code, await running(far, few)]).toEqual([0, 0]);
});
