import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cliVersion, findCli } from "../../../dev/toolchain/setup/cli.ts";
import { pinned } from "../../../dev/toolchain/setup/places.ts";
import { Sandbox } from "./sandbox.ts";
import { digest, Site } from "./site.ts";

const docker = `docker-v${pinned("@pulumi/docker")}`;
const command = `command-v${pinned("@pulumi/command")}`;
const gitlab = `gitlab-v${pinned("@pulumi/gitlab")}`;
const plugins = [docker, command, gitlab];
const machine = `${platform()}-${arch() === "x64" ? "amd64" : arch()}`;
const cliArchive = `sdk/pulumi-v${cliVersion}-${platform()}-${arch()}.tar.gz`;
const cliList = `sdk/pulumi-${cliVersion}-checksums.txt`;
const archiveOf = (plugin: string) => `plugins/pulumi-resource-${plugin}-${machine}.tar.gz`;
const listOf = (plugin: string) => `plugins/pulumi-${plugin.replace("-v", "_")}_checksums.txt`;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let site: Site;
let box: Sandbox;
let mirror: Record<string, string>;

beforeAll(async () => {
  site = await new Site().open();
  box = new Sandbox();
  mirror = { SMALLBOAT_PULUMI_DOWNLOAD_URL: site.base };
  const cli = packCli();
  site.files.set(cliArchive, cli).set(cliList, `${digest("sha256", cli)}  ${cliArchive.slice(4)}\n`);
  for (const plugin of plugins) {
    const archive = pack((folder) => {
      writeFileSync(join(folder, `pulumi-resource-${plugin.split("-")[0]}`), "#!/bin/sh\n", { mode: 0o755 });
    });
    const list = `${digest("sha1", archive)}  ./${archiveOf(plugin).slice(8)}\n`;
    site.files.set(archiveOf(plugin), archive).set(listOf(plugin), list);
  }
});
afterAll(async () => {
  await site.close();
  box.remove();
});

/** The official layout: a folder `pulumi` with the engine and the language hosts, here the installed ones. */
function packCli(): Buffer {
  const installed = dirname(findCli() ?? "");
  return pack((folder) => {
    mkdirSync(join(folder, "pulumi"));
    for (const name of ["pulumi", "pulumi-language-nodejs"]) {
      execFileSync("cp", [join(installed, name), join(folder, "pulumi")]);
    }
  });
}

function pack(fill: (folder: string) => void): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "archive-"));
  fill(folder);
  const archive = execFileSync("tar", ["-C", folder, "-I", "gzip -1", "-cf", "-", "."], {
    maxBuffer: 2 ** 30,
  });
  rmSync(folder, { recursive: true });
  return archive;
}

const recipesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".recipe"));

test("the official downloads are used if they answer", async () => {
  const { code, lines } = await box.make("setup", mirror);
  expect({ code, lines }).toEqual({
    code: 0,
    lines: [
      "[1/5] state folder: done in _:__",
      `[2/5] Pulumi CLI ${cliVersion}: done in _:__`,
      ...plugins.map((plugin, i) => `[${i + 3}/5] Pulumi plugin ${plugin.replace("-v", " ")}: done in _:__`),
      expect.stringMatching(/^Set-up complete: 5 of \d+ steps in _:__\.$/),
    ],
  });
  const files = [cliList, cliArchive, ...plugins.flatMap((plugin) => [listOf(plugin), archiveOf(plugin)])];
  expect(site.asked).toEqual(files);
  expect(readdirSync(join(box.pulumiHome, "bin")).sort()).toEqual(["pulumi", "pulumi-language-nodejs"]);
  expect(recipesIn(box.pulumiHome)).toEqual([]);
  expect(readdirSync(box.pulumiHome).filter((name) => name.startsWith("unfinished"))).toEqual([]);
});

test("a second run has nothing to do: it sends no request and takes less than two seconds", async () => {
  const before = site.asked.length;
  const { text } = await box.shell("make setup; times", mirror);
  const [line, , children = ""] = text.split("\n");
  expect(line).toMatch(/^Set-up: everything is in place \(\d+\.\d s\)\.$/);
  expect(site.asked.length).toBe(before);
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, min, sec]) => Number(min) * 60 + Number(sec),
  );
  expect(seconds).toHaveLength(2);
  expect(seconds.reduce((all, more) => all + more)).toBeLessThan(2);
});

test("after eval of make env plain pulumi works, and nothing is printed", async () => {
  const script =
    'eval "$(make env)"; command -v pulumi; pulumi plugin ls --json; pulumi whoami -v --json; node -p 1+1';
  const { code, text } = await box.shell(script);
  const state = join(box.checkout, ".smallboat");
  expect(code).toBe(0);
  const [pulumi, ...rest] = text.split("\n");
  expect(pulumi).toBe(join(box.pulumiHome, "bin", "pulumi"));
  const json = rest.join("\n");
  expect([...json.matchAll(/"(?:name|version|url)": "(.*)"/g)].map(([, value]) => value)).toEqual([
    "command",
    pinned("@pulumi/command"),
    "docker",
    pinned("@pulumi/docker"),
    "gitlab",
    pinned("@pulumi/gitlab"),
    `file://${state}/state?metadata=skip`,
  ]);
  expect(json.endsWith("\n2\n")).toBe(true);
  expect(statSync(join(state, "passphrase")).mode & 0o777).toBe(0o600);
  // Only set-up's own commands have debug logs.
  const logs = readdirSync(join(box.pulumiHome, "logs"));
  expect(logs.filter((log) => !/-(version|plugin_install)\.log$/.test(log))).toEqual([]);
  expect(statSync(join(box.home, ".cache/smallboat/pulumi/logs")).isFile()).toBe(true);
});

test("a backend chosen by pulumi login is kept", async () => {
  const elsewhere = join(box.root, "elsewhere");
  mkdirSync(elsewhere);
  const pulumi = (action: string) => `eval "$(make env)"; pulumi ${action} >/dev/null`;
  await box.shell(pulumi(`login "file://${elsewhere}"`));
  expect((await box.shell("make env")).text).not.toContain("PULUMI_BACKEND_URL");
  await box.shell(`export PULUMI_HOME=${box.pulumiHome}; ${pulumi("logout")}`);
  expect((await box.shell("make env")).text).toContain("PULUMI_BACKEND_URL");
});

test.each([
  ["an older", "v3.100.0", false],
  ["a newer", "v99.0.0", true],
])("whether set-up uses %s pulumi on PATH", async (_, version, isUsed) => {
  const path = box.withProgram("pulumi", `echo ${version}`);
  const folder = path.PATH.split(":")[0] ?? "";
  writeFileSync(join(folder, "pulumi-language-nodejs"), "#!/bin/sh\n", { mode: 0o755 });
  expect((await box.make("setup", path)).lines).toEqual(["Set-up: everything is in place (_ s)."]);
  const { text } = await box.shell('eval "$(make env)"; command -v pulumi', path);
  expect(text.trim()).toBe(join(isUsed ? folder : join(box.pulumiHome, "bin"), "pulumi"));
});

// npm waits five minutes for a registry that stalls, and then asks again.
test("if Node is too old, npm's is used, and fetched once", { timeout: 400_000 }, async () => {
  const old = `case "$*" in *features.typescript*) exit 1 ;; *) exec "${process.execPath}" "$@" ;; esac`;
  const path = box.withProgram("node", old);
  const fetched = "Fetching Node 24.21.0 from npm: this machine's is older than 22.18 or missing.";
  const inPlace = "Set-up: everything is in place (_ s).";
  expect((await box.make("setup", path)).lines).toEqual([fetched, inPlace]);
  expect((await box.make("setup", path)).lines).toEqual([inPlace]);
  const { text } = await box.shell('eval "$(make env)"; command -v node; node --version', path);
  const home = join(box.home, ".cache/smallboat");
  expect(text.split("\n")).toEqual([join(home, "node-24.21.0/bin/node"), "v24.21.0", ""]);
  expect(readdirSync(home).sort()).toEqual(["node-24.21.0", "pulumi", "timings.json"]);
});

test("a damaged download is refused, and the plugin is built; later its sources decide", async () => {
  rmSync(join(box.pulumiHome, "plugins"), { recursive: true });
  site.files.set(listOf(command), `${"0".repeat(64)}  ${archiveOf(command).slice(8)}\n`);
  const note = (reason: string) => `      ${reason}: building from pinned Go modules.`;
  const archive = `${site.base}/${archiveOf(command)}`;
  expect((await box.make("setup", mirror)).lines).toEqual([
    `[1/3] Pulumi plugin ${docker.replace("-v", " ")}: done in _:__`,
    note(`${archive} is damaged: its checksum is not the published one`),
    `[2/3] Pulumi plugin ${command.replace("-v", " ")}: done in _:__`,
    `[3/3] Pulumi plugin ${gitlab.replace("-v", " ")}: done in _:__`,
    expect.stringMatching(/^Set-up complete: 3 of/),
  ]);
  const folder = `plugins/resource-${command}`;
  expect(recipesIn(box.pulumiHome)).toEqual([`${folder}/pulumi-resource-command.recipe`]);
  const program = join(box.pulumiHome, folder, "pulumi-resource-command");
  const schema = await box.shell(`eval "$(make env)"; pulumi package get-schema ${program}`);
  const { name, version } = JSON.parse(schema.text);
  expect({ name, version }).toEqual({ name: "command", version: pinned("@pulumi/command") });
  expect((await box.make("setup", mirror)).lines).toEqual(["Set-up: everything is in place (_ s)."]);
  appendFileSync(
    join(box.checkout, "dev/toolchain/plugins/command/cmd/pulumi-resource-command/main.go"),
    "// more\n",
  );
  expect((await box.make("setup", mirror)).lines).toEqual([
    note(`${archive} is damaged: its checksum is not the published one`),
    `[1/1] Pulumi plugin ${command.replace("-v", " ")}: done in _:__`,
    expect.stringMatching(/^Set-up complete: 1 of/),
  ]);
}, 900_000);

test("a failed build shows the reason and the log's path; the next run continues there", async () => {
  rmSync(join(box.pulumiHome, "plugins", `resource-${command}`), { recursive: true });
  const source = join(box.checkout, "dev/toolchain/plugins/command/cmd/pulumi-resource-command/main.go");
  const good = readFileSync(source);
  appendFileSync(source, "this is not Go\n");
  const { code, lines } = await box.make("setup", mirror);
  expect(code).not.toBe(0);
  expect(lines).toContain(`[1/1] Pulumi plugin ${command.replace("-v", " ")}: failed after _:__`);
  expect(lines.filter((line) => line.includes("main.go:"))).toEqual([
    expect.stringMatching(/main\.go:\d+:\d+: syntax error: non-declaration statement outside function body$/),
  ]);
  const log = `.smallboat/logs/pulumi-plugin-${command.replace("-v", "-")}.log`;
  expect(lines.at(-1)).toBe(`The whole log is in ${log}; the next run goes on from here.`);
  expect(existsSync(join(box.pulumiHome, "plugins", `resource-${command}`))).toBe(false);
  writeFileSync(source, good);
  expect((await box.make("setup", mirror)).code).toBe(0);
}, 900_000);

test("an interrupted build leaves no process and no folder, and the next run continues there", async () => {
  rmSync(join(box.pulumiHome, "plugins", `resource-${command}`), { recursive: true });
  const slow = box.withProgram(
    "go",
    `[ "$1" = env ] && echo go1.99.0 || { echo $$ >"${box.root}/pid"; exec sleep 600; }`,
  );
  const interrupted = box.shell("make setup >/dev/null 2>&1 & sleep 1; wait", { ...mirror, ...slow });
  await expect.poll(() => existsSync(join(box.root, "pid")), { timeout: 30_000 }).toBe(true);
  const pid = Number(readFileSync(join(box.root, "pid"), "utf8"));
  const parent = Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[3]);
  process.kill(parent);
  await interrupted;
  await expect.poll(() => isRunning(pid)).toBe(false);
  expect(readdirSync(join(box.checkout, ".smallboat")).sort()).toEqual(["logs", "passphrase", "state"]);
  expect((await box.make("setup", mirror)).code).toBe(0);
});

/** A process that ended may stay listed until its parent asks; it has no command line any more. */
function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, "utf8") !== "";
}
