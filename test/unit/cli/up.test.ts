import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { attempt } from "../../live/support/command.ts";
import { workIn } from "./workplace.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::boat::${type}::${name}`;
const host = { urn: urn("smallboat:index:Host", "old"), type: "smallboat:index:Host" };
const provider = {
  urn: urn("pulumi:providers:docker", "old"),
  type: "pulumi:providers:docker",
  parent: host.urn,
  id: "1",
};
const outputs = { stage: "dev", pypi: { url: "http://a", user: "kim" } };
const root = { urn: urn("pulumi:pulumi:Stack", "boat-dev"), type: "pulumi:pulumi:Stack" };

/** Notes what the Pulumi CLI is asked and with which settings, and answers as one that works. */
const pulumi = `#!/bin/sh
echo "$*" >> asked
case "$1 $2" in
"config --json") cat hosts.json ;;
"stack export") cat state.json ;;
"stack import") cat > imported.json ;;
"refresh --yes") [ ! -e read.json ] || cp read.json state.json ;;
esac
for each; do
  [ "$before" != --config-file ] || cp "$each" settings
  [ "$before" != --event-log ] || cp events.jsonl "$each"
  before=$each
done
[ "$1 $2" != "up --yes" ] || [ ! -e fails ]
`;

/** Further facts of a stage. */
interface Facts {
  /** Outputs in its state. */
  readonly outputs?: object;
  /** Further resources in its state. */
  readonly resources?: readonly object[];
  /** Further settings. */
  readonly settings?: Readonly<Record<string, object>>;
  /** Of a preview. */
  readonly steps?: readonly Parameters<typeof event>[0][];
  /** Further resources in its state after a refresh. Default: the same. */
  readonly found?: readonly object[];
  /** True if its update fails. Default: false. */
  readonly fails?: boolean;
  /** Of the host that the state knows. Default: one that does not answer. */
  readonly engine?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A step as the log of events has it. It has no end by default. */
function event({
  op,
  oldState,
  ends = false,
}: {
  readonly op: string;
  readonly oldState: { readonly urn: string; readonly type: string };
  readonly ends?: boolean;
}) {
  const { urn, type } = oldState;
  const metadata = { op, urn, type, old: oldState, logical: true };
  const lines = [{ resourcePreEvent: { metadata } }, ...(ends ? [{ resOutputsEvent: { metadata } }] : [])];
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

/** Runs `up` for a stage whose settings name these hosts. */
async function up(hosts: object, facts: Facts = {}, ...terminal: readonly string[]) {
  const { settings = {}, steps = [] } = facts;
  const common = [
    { ...root, outputs: { ...outputs, ...facts.outputs } },
    host,
    { ...provider, inputs: { host: facts.engine ?? "unix:///nonexistent/docker.sock" } },
  ];
  const resources = [...common, ...(facts.resources ?? [])];
  const state = (more: readonly object[]) =>
    JSON.stringify({ version: 3, deployment: { resources: [...common, ...more] } });
  const config = Object.entries({ hosts, ...settings }).map(([name, objectValue]) => [
    `smallboat:${name}`,
    { objectValue },
  ]);
  const folder = workIn({
    "Pulumi.yaml": "name: boat\n",
    "Pulumi.dev.yaml": "config:\n  smallboat:strict: false\n",
    "hosts.json": JSON.stringify(Object.fromEntries(config)),
    "events.jsonl": steps.map((step) => `${event(step)}\n`).join(""),
    "state.json": state(facts.resources ?? []),
    ...(facts.found && { "read.json": state(facts.found) }),
    ".pulumi/stacks/boat/dev.json": JSON.stringify({ version: 3, checkpoint: { latest: { resources } } }),
    "bin/pulumi": pulumi,
    ...(facts.fails && { fails: "" }),
  });
  chmodSync(join(folder, "bin/pulumi"), 0o755);
  const OPERATION = join(import.meta.dirname, "../../../cli/up.ts");
  const env = {
    ...process.env,
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    STAGE: "dev",
    NODE: process.execPath,
    OPERATION,
    ...facts.env,
  };
  const [program = process.execPath, ...args] = terminal;
  const { code, stdout, stderr } = await attempt(program, terminal.length > 0 ? args : [OPERATION], {
    cwd: folder,
    env,
  });
  const asked = readFileSync("asked", "utf8")
    .trim()
    .replaceAll(/--event-log \S+/g, "--event-log <file>")
    // Both begin at the same time.
    .replace(/^(stack export .*\n)(config .*\n)/m, "$2$1")
    .split("\n");
  const imported = existsSync("imported.json")
    ? JSON.parse(readFileSync("imported.json", "utf8"))
    : undefined;
  return { code, stdout, stderr, asked, imported };
}

const made = urn("docker:index/container:Container", "made");
const gone = {
  urn: urn("docker:index/container:Container", "web"),
  type: "docker:index/container:Container",
  custom: true,
  id: "1f",
  provider: `${provider.urn}::1`,
  inputs: { name: "web" },
};

const aside = "--stack dev --non-interactive";
const hasScript = (await attempt("script", ["--version"]).catch(() => undefined))?.stdout.includes(
  "util-linux",
);

test.runIf(hasScript)(
  "on a terminal a run reads the state first, after the answer, and at its end",
  async () => {
    const command = ["script", "--quiet", "--return", "--command", '"$NODE" "$OPERATION"', "/dev/null"];
    const { code, asked } = await up({}, {}, ...command);
    expect([code, asked]).toEqual([
      0,
      [
        `config --json ${aside}`,
        `stack export --show-secrets ${aside}`,
        "preview --stack dev --event-log <file> --non-interactive",
        `stack export --show-secrets ${aside}`,
        "up --yes --skip-preview --suppress-outputs --stack dev --event-log <file> --non-interactive",
      ],
    ]);
  },
);

const log = "Pulumi's own output: .smallboat/logs/dev.log\n";

test("the summary comes from the state, and is short if there was nothing to do", async () => {
  const unchanged = await up({});
  expect([unchanged.code, unchanged.stdout]).toEqual([0, `${log}Stage dev is up: pypi.\nNothing to do.\n`]);
  const { code, stdout } = await up({}, { steps: [{ op: "create", oldState: { ...gone, urn: made } }] });
  expect([code, stdout]).toEqual([
    0,
    `stage: made is being created\n${log}Stage dev is up.\n\npypi  http://a  login kim\n`,
  ]);
});

/** An engine that holds nothing, but for these answers by the ends of their paths. @returns its address */
async function emptyEngine(answers: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-engine-"));
  const server = createServer(({ url = "" }, response) => {
    response.statusCode = url.includes("/volumes/") ? 404 : 200;
    const path = url.replace(/[?].*/, "");
    const known = Object.keys(answers).find((end) => path.endsWith(end));
    const found = known === undefined ? (path.endsWith("/info") ? {} : []) : answers[known];
    response.end(response.statusCode === 404 ? '{"message": "no such volume"}' : JSON.stringify(found));
  });
  await once(server.listen(join(folder, "docker.sock")), "listening");
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return `unix://${folder}/docker.sock`;
}

test("a run that Pulumi completes fails if a container that must run does not", async () => {
  const type = "docker:index/container:Container";
  const container = {
    urn: urn(type, "old/shop/web"),
    type,
    id: "1f",
    provider: `${provider.urn}::1`,
    inputs: { name: "shop-web-1", mustRun: true },
  };
  const { code, stdout, stderr } = await up({}, { engine: await emptyEngine(), resources: [container] });
  const line = "old/shop/web: expected container shop-web-1 to run, found none; run this again\n";
  expect([code, stdout, stderr]).toEqual([1, log, line]);
});

const unreachable = {
  gitlab: {
    url: "http://127.0.0.1:1",
    group: "team",
    token: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:a" },
  },
};
const commandsOf = (asked: readonly string[]) =>
  asked.map((command) => command.split(" ").slice(0, 2).join(" "));

test("a stopped stand-in for GitLab is started before the other resources are refreshed", async () => {
  const { stdout, asked } = await up({}, { outputs: unreachable });
  expect(stdout.split("\n")[0]).toBe(
    "The stand-in for GitLab does not answer at http://127.0.0.1:1: it is brought up first.",
  );
  expect(commandsOf(asked)).toEqual([
    "config --json",
    "stack export",
    "up --yes",
    "stack export",
    "up --yes",
  ]);
});

test("one run forgets the objects of a stand-in without its volume, and creates them again", async () => {
  const volume = {
    urn: urn("docker:index/volume:Volume", "gitlab/data"),
    type: "docker:index/volume:Volume",
    provider: `${provider.urn}::1`,
    inputs: { name: "smallboat-dev-gitlab" },
  };
  const branch = {
    urn: urn("gitlab:index/branch:Branch", "greeting/dev"),
    type: "gitlab:index/branch:Branch",
    deletedWith: volume.urn,
  };
  const engine = await emptyEngine();
  const { stdout, asked, imported } = await up(
    {},
    { outputs: unreachable, engine, resources: [volume, branch] },
  );
  expect(stdout.split("\n")[0]).toBe(
    "Volume smallboat-dev-gitlab is gone from old: everything in it is created again.",
  );
  expect(commandsOf(asked)).toEqual([
    "config --json",
    "stack export",
    "stack import",
    "stack export",
    "up --yes",
  ]);
  expect(imported.deployment.resources.slice(3)).toEqual([volume]);
});

const readAgain = { op: "refresh", oldState: gone };

/** What `up` asks of the CLI about one stage, without what goes before and after. */
const work = async (facts: Facts, env: NodeJS.ProcessEnv = {}) => {
  const { asked } = await up({}, { engine: await emptyEngine(), ...facts, env });
  return asked.slice(2).map((each) => each.replace(/ --stack .*/, ""));
};
const options = "--yes --skip-preview --suppress-outputs";

test("only resources that a look finds to differ are read again", async () => {
  const network = {
    urn: urn("docker:index/network:Network", "web"),
    type: "docker:index/network:Network",
    custom: true,
    id: "net",
    provider: gone.provider,
    inputs: { name: "web" },
  };
  const resources = [network, gone];
  const networks = [{ Id: "net", Name: "web", Labels: {} }];
  const engine = await emptyEngine({ "/networks": networks });
  expect(await work({ engine, resources })).toEqual([
    `refresh ${options} --target ${gone.urn}`,
    `up ${options}`,
  ]);
  expect(await work({ engine, resources }, { DEEP: "1" })).toEqual([
    `refresh ${options} --target ${network.urn} --target ${gone.urn}`,
    `up ${options}`,
  ]);
  expect(await work({ engine, resources: [network] })).toEqual([`up ${options}`]);
});

test("resources on a host that does not answer are not read again", async () => {
  const unreachable = "unix:///nonexistent/docker.sock";
  expect(await work({ engine: unreachable, resources: [gone] })).toEqual([`up ${options}`]);
  expect(await work({ engine: unreachable, resources: [gone] }, { DEEP: "1" })).toEqual([`up ${options}`]);
});

test("a refused run records nothing that it has only read, so that it is still found", async () => {
  const facts = {
    fails: true,
    engine: await emptyEngine(),
    resources: [gone],
    found: [],
    steps: [readAgain],
  };
  const { code, imported } = await up({}, facts);
  expect([code, imported?.deployment.resources.at(-1)]).toEqual([1, gone]);
});

test("a run that fails half-way keeps what it has done, and records nothing that it has only read", async () => {
  const next = { ...gone, urn: made, id: "2f" };
  const steps = [readAgain, { op: "create", oldState: next, ends: true }];
  const facts = { fails: true, engine: await emptyEngine(), resources: [gone], found: [next], steps };
  const { code, imported } = await up({}, facts);
  expect([code, imported?.deployment.resources.slice(3)]).toEqual([1, [next, gone]]);
});

test("a run that fails and has read nothing keeps what it has recorded", async () => {
  const steps = [{ op: "create", oldState: { ...gone, urn: made } }];
  const { code, imported } = await up({}, { fails: true, steps });
  expect([code, imported]).toEqual([1, undefined]);
});

test("an unreachable host is named in the settings of the run, which then fails", async () => {
  const { code, stdout, asked } = await up({ far: { engine: "unix:///nonexistent/docker.sock" } });
  expect([code, stdout]).toEqual([1, log]);
  expect(asked[2]).toMatch(
    /^up --yes --skip-preview --suppress-outputs --config-file \S+\/Pulumi\.dev\.yaml --stack dev --event-log <file> --non-interactive$/,
  );
  expect(readFileSync("settings", "utf8")).toBe(
    "config:\n  smallboat:strict: false\n  smallboat:unreachable:\n    - far\n",
  );
  expect(readFileSync("Pulumi.dev.yaml", "utf8")).toBe("config:\n  smallboat:strict: false\n");
});

const project = {
  urn: urn("gitlab:index/project:Project", "greeting"),
  type: "gitlab:index/project:Project",
};
const greeting = { ...project, inputs: { name: "greeting" } };
const gitlab = { url: "https://gitlab.example.com" };
const goes = { op: "delete", urn: greeting.urn, oldState: greeting };
const settings = { gitlab, projects: {} };
const untilPreview = ["config --json", "stack export", "preview --stack"];

test("a project that left the settings is not deleted without permission, and nothing is changed", async () => {
  const { code, stderr, asked } = await up({}, { resources: [greeting], steps: [goes], settings });
  expect([code, stderr.trim(), commandsOf(asked)]).toEqual([
    1,
    "Pulumi.dev.yaml smallboat:projects.greeting: expected every deletion of data to be allowed by name, " +
      "found the repository of GitLab project greeting about to be deleted; " +
      'undo the change, or lose it with "make up ALLOW_DELETE=project/greeting" [policy deletions: deny]',
    untilPreview,
  ]);
});

test.each<[string, Facts, string]>([
  ["its deletion is allowed", { settings: { ...settings, allowDelete: ["project/greeting"] } }, ""],
  [
    "the rule only warns",
    { settings: { ...settings, policy: { rules: { deletions: "warn" } } } },
    "warning: Pulumi.dev.yaml smallboat:projects.greeting: expected every deletion of data to be allowed by name, " +
      "found the repository of GitLab project greeting about to be deleted; " +
      'undo the change, or lose it with "make up ALLOW_DELETE=project/greeting" [policy deletions: warn]',
  ],
])("a project that is no longer declared is deleted if %s", async (_, facts, said) => {
  const { code, stderr, asked } = await up({}, { resources: [greeting], steps: [goes], ...facts });
  expect([code, stderr.trim(), commandsOf(asked)]).toEqual([0, said, [...untilPreview, "up --yes"]]);
});

test("without possible loss of data, a run makes no preview", async () => {
  const same = { settings: { gitlab, projects: { greeting: {} } }, resources: [greeting] };
  const { code, asked } = await up({}, same);
  expect([code, commandsOf(asked)]).toEqual([0, ["config --json", "stack export", "up --yes"]]);
});
