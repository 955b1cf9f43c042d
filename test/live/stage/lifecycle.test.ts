import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { pinned } from "../../../dev/toolchain/setup/places.ts";
import type { StageChanges } from "../../../lib/changes/index.ts";
import { counts } from "../support/changes.ts";
import { attempt, docker, type Outcome } from "../support/command.ts";
import { compose } from "../support/compose.ts";
import { countedEngine } from "../support/counted-engine.ts";
import { namesOfStage } from "../support/engine.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";

const ports = {
  registry: await freePort(),
  pypi: await freePort(),
  web: await freePort(),
  api: await freePort(),
};
const counted = await countedEngine();
// Before the project, as hooks run in reverse order.
afterAll(() => counted.close());
const engine = counted.address;
const project = new Project({
  hosts: { Local: { engine }, Far: { engine } },
  registry: { host: "Local", port: ports.registry },
  pypi: { host: "Far", port: ports.pypi },
  generateSecrets: true,
});
const { stage } = project;

const page = "./index.html:/usr/share/nginx/html/index.html:ro";
const nginx = { image: "nginx:1.26", restart: "unless-stopped", volumes: [page] };
for (const [path, name] of [
  ["Local/web", "web"],
  ["Far/api", "api"],
] as const) {
  project.stack(path, {
    name: `${stage}-${name}`,
    services: { [name]: { ...nginx, ports: [`127.0.0.1:${ports[name]}:80`] } },
  });
  project.write(`${path}/index.html`, `${name} of ${stage}\n`);
}
project.stack("Far/store", {
  name: `${stage}-store`,
  services: {
    first: { ...nginx, volumes: ["data:/data"] },
    second: {
      ...nginx,
      volumes: ["data:/data:ro"],
      depends_on: ["first"],
      container_name: `${stage}-second`,
    },
  },
  volumes: { data: {} },
});
project.write("Far/store/index.html", "store\n");

const components = [
  `create Environment ${stage}`,
  "create GeneratedSecret AFCRED",
  "create GeneratedSecret TWINE_PASSWORD",
  "create ContainerRegistry registry",
  "create PypiServer pypi",
  ...["Far", "Local"].flatMap((host) => [`create Host ${host}`, `create docker ${host}`]),
  ...["Far/api", "Far/store", "Local/web", "pypi", "registry"].map((stack) => `create HostStack ${stack}`),
];
const resources = [
  `create command default_${pinned("@pulumi/command").replaceAll(".", "_")}`,
  "create Command AFCRED",
  "create Command TWINE_PASSWORD",
  "create RemoteImage Far/nginx:1.26",
  "create RemoteImage Far/pypiserver/pypiserver:v2.4.1",
  "create RemoteImage Local/nginx:1.26",
  "create RemoteImage Local/registry:3",
  ...["Far/api", "Far/store", "Local/web", "pypi", "registry"].map(
    (stack) => `create Network ${stack}/default`,
  ),
  ...["Far/store", "pypi", "registry"].map((stack) => `create Volume ${stack}/data`),
  ...[
    "Far/api/api",
    "Far/store/first",
    "Far/store/second",
    "Local/web/web",
    "pypi/pypi",
    "registry/registry",
  ].map((container) => `create Container ${container}`),
];
/** The id of the stage, which stays in its state. */
const identity = ["create Stash owner", "create Stash releases", "create pulumi default"];
const volumes = [`${stage}-store_data`, `smallboat-${stage}-pypi`, `smallboat-${stage}-registry`];

const ofStage = (kind: "container" | "network" | "volume") => namesOfStage(stage, kind);

test("the first run creates everything, and the outputs name what runs where", async () => {
  const { changes } = await project.up();
  expect(changes).toEqual([...identity, ...components, ...resources].sort());
  expect(await project.outputs()).toEqual(outputs(expect.stringMatching(/^[\w-]{32}$/)));
});

test("without --show-secrets the outputs hide only secrets", async () => {
  const { stdout } = await project.pulumi("stack", "output", "--json");
  expect(JSON.parse(stdout)).toEqual(outputs("[secret]"));
});

function outputs(password: unknown) {
  const [registry, pypi] = [ports.registry, ports.pypi].map((port) => `http://127.0.0.1:${port}`);
  return {
    stage,
    registry: { address: `127.0.0.1:${ports.registry}`, url: registry, user: "repouser", password },
    pypi: { url: pypi, user: "pypiuser", password },
    stacks: {
      "Far/api": { api: service("api-api-1", `127.0.0.1:${ports.api}->80/tcp`) },
      "Far/store": { first: service("store-first-1"), second: service("second") },
      "Local/web": { web: service("web-web-1", `127.0.0.1:${ports.web}->80/tcp`) },
    },
  };
}

function service(name: string, ...ports: string[]) {
  return { container: `${stage}-${name}`, image: "nginx:1.26", ports };
}

test.each(["web", "api"] as const)("the service %s serves its own page", async (name) => {
  const response = await fetch(`http://127.0.0.1:${ports[name]}/`);
  expect([response.status, await response.text()]).toEqual([200, `${name} of ${stage}\n`]);
});

test("Docker Compose sees the stacks and their containers", async () => {
  const listed = await compose("ls", "--all", "--format=json", `--filter=name=^${stage}-`);
  expect(JSON.parse(listed?.stdout ?? "")).toEqual([
    { Name: `${stage}-api`, Status: "running(1)", ConfigFiles: "stacks/Far/api/compose.yaml" },
    { Name: `${stage}-store`, Status: "running(2)", ConfigFiles: "stacks/Far/store/compose.yaml" },
    { Name: `${stage}-web`, Status: "running(1)", ConfigFiles: "stacks/Local/web/compose.yaml" },
  ]);
  const store = await compose("--project-name", `${stage}-store`, "ps", "--format={{.Service}} {{.Name}}");
  const lines = store?.stdout.trim().split("\n").sort();
  expect(lines).toEqual([`first ${stage}-store-first-1`, `second ${stage}-second`]);
});

/** What is asked of a state that knows nothing of the stage, as another checkout's does. */
const elsewhere = { PULUMI_BACKEND_URL: pathToFileURL(join(project.folder, "elsewhere")).href };

test("another checkout with a stage of this name is refused, and changes nothing", async () => {
  mkdirSync(join(project.folder, "elsewhere"));
  const containers = () => docker("ps", "--quiet", "--no-trunc", `--filter=label=smallboat.stage=${stage}`);
  const before = await containers();
  const { code, stdout } = await project.operation("up", elsewhere);
  expect(code).not.toBe(0);
  const theirs = `of stage "${stage}" of another checkout; run "make down STAGE=${stage}" there or choose another`;
  for (const line of [
    `expected the container name "${stage}-web-web-1" to be free, found a container ${theirs} container_name`,
    `Pulumi.${stage}.yaml smallboat:registry: expected the volume "smallboat-${stage}-registry" to be free, found it in use by container "smallboat-${stage}-registry" ${theirs} name`,
  ])
    expect(stdout).toContain(line);
  expect(await containers()).toBe(before);
});

test("a second run looks once at the engine of both hosts and finds everything unchanged, as does a refresh", async () => {
  counted.asked.length = 0;
  const { events } = await project.up();
  const asked = counted.asked.map((each) => each.replace(/[0-9a-f]{64}/, "<id>"));
  expect(asked.sort()).toEqual(
    [
      ...Array(6).fill("GET /containers/<id>/json"),
      "GET /containers/json",
      // Who the two servers run as decides who may read their files.
      ...Array(2).fill("GET /images/sha256:<id>/json"),
      "GET /images/json",
      // What the engine's settings were is recorded.
      "GET /info",
      "GET /networks",
      "GET /volumes",
    ].sort(),
  );
  // The stack and its two stashes are counted, the provider that nobody declared is not.
  expect(counts(events)).toEqual({ same: 2 + components.length + resources.length });
  expect(await project.operation("drift")).toEqual({
    code: 0,
    stdout: `Stage ${stage} is as it was recorded.\n`,
    stderr: "",
  });
});

test("a preview says what would change, why, and for whom, and ends with 2 if anything does", async () => {
  const preview = async (env: NodeJS.ProcessEnv) => {
    const { code, stdout } = await project.operation("preview", env);
    return { code, changes: env.JSON ? (JSON.parse(stdout) as StageChanges) : stdout };
  };
  const same = await preview({ JSON: "1" });
  expect(same).toMatchObject({ code: 0, changes: { format: 1, stage, isChanged: false, hosts: [] } });
  project.write("Local/web/index.html", "another page\n");
  const [edited, detailed] = [await preview({ JSON: "1" }), await preview({ DETAIL: "1" })];
  project.write("Local/web/index.html", `web of ${stage}\n`);
  const page = "stacks/Local/web/index.html";
  const stack = {
    ...{ id: "Local/web", host: "Local", action: "update", things: [], unchanged: 1 },
    services: [
      {
        ...{ kind: "service", name: "web", action: "replace", replicas: { before: 1, after: 1 } },
        why: [{ what: "index.html", text: "index.html changed" }],
        effect: { interruption: "short", dependents: [], data: [], text: "short interruption" },
      },
    ],
    // No git knows the page as it was.
    files: [{ path: page, action: "update", services: ["web"], hidden: "former" }],
  };
  expect(edited).toMatchObject({
    code: 2,
    changes: {
      counts: { create: 0, replace: 1, update: 0, delete: 0, unknown: 0 },
      warnings: [],
      hosts: [{ name: "Local", answers: true, stacks: [stack] }],
    },
  });
  expect(detailed).toEqual({
    code: 2,
    changes: expect.stringMatching(/docker:index:Container Local\/web\/web replace/),
  });
});

const terminal = ["--quiet", "--return", "--command", `"$NODE" "$OPERATION"`, "/dev/null"];
const hasScript = (await attempt("script", ["--version"]).catch(() => undefined))?.stdout.includes(
  "util-linux",
);

/** Runs an operation on a terminal, where this is typed. */
function onTerminal(operation: string, input: string): Promise<Outcome> {
  const OPERATION = join(import.meta.dirname, `../../../cli/${operation}.ts`);
  const env = { ...project.env, NODE: process.execPath, OPERATION, CONFIRM: "" };
  return attempt("script", terminal, { cwd: project.folder, env, input });
}

test.runIf(hasScript)(
  "on a terminal up asks before it removes a stack, down asks for the stage's name; a no changes nothing",
  async () => {
    const before = await docker("ps", "--quiet", "--no-trunc", `--filter=label=smallboat.stage=${stage}`);
    renameSync(join(project.folder, "stacks/Local/web"), join(project.folder, "web"));
    const up = await onTerminal("up", "n\n");
    renameSync(join(project.folder, "web"), join(project.folder, "stacks/Local/web"));
    expect([up.code, up.stdout]).toEqual([
      1,
      expect.stringMatching(
        /\nLocal\/web +web +delete\r*\n(.*\r*\n)*.*Local\/web: the stack is removed\r*\nGo on\? \[y\/N\] /,
      ),
    ]);
    const down = await onTerminal("down", "dev\n");
    expect([down.code, down.stdout]).toEqual([
      1,
      expect.stringContaining('found "dev"; nothing was destroyed'),
    ]);
    expect(down.stdout).toContain(`Stage ${stage} is destroyed: 6 containers of 5 stacks.`);
    expect(await docker("ps", "--quiet", "--no-trunc", `--filter=label=smallboat.stage=${stage}`)).toBe(
      before,
    );
  },
);

/** Destroys the stage. @returns the volumes that its last line names after these words */
async function down(words: string, env?: NodeJS.ProcessEnv): Promise<string[]> {
  const { code, stdout } = await project.operation("down", env);
  const last = stdout.trim().split("\n").at(-1) ?? "";
  expect([code, last.startsWith(words)]).toEqual([0, true]);
  return last.slice(words.length).split(", ").sort();
}

test("down removes containers and networks, and keeps the volumes", async () => {
  await docker("exec", `${stage}-store-first-1`, "sh", "-c", "echo kept > /data/note");
  expect(await down("Kept (PURGE=1 removes them): ")).toEqual(volumes);
  expect([await ofStage("container"), await ofStage("network")]).toEqual([[], []]);
  expect(await ofStage("volume")).toEqual(volumes);
});

test("another checkout does not purge the kept volumes of this one, which itself must confirm by name", async () => {
  const refusal =
    `make down STAGE=${stage}: expected the name ${stage} as confirmation, found nothing, and no terminal to ask on; ` +
    `repeat it with CONFIRM=${stage}\n`;
  const unconfirmed = await project.operation("down", { PURGE: "1", CONFIRM: "" });
  expect(unconfirmed).toEqual({ code: 1, stdout: "", stderr: refusal });
  const { code, stdout } = await project.operation("down", { ...elsewhere, PURGE: "1" });
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining(`Left, because stage ${stage} of another checkout made them: `),
  ]);
  expect(await ofStage("volume")).toEqual(volumes);
});

test("the next run uses the kept data, and down with PURGE=1 removes it unless a container uses it", async () => {
  const { changes } = await project.up();
  expect(changes).toEqual([...components, ...resources].sort());
  expect(await docker("exec", `${stage}-second`, "cat", "/data/note")).toBe("kept");
  const [used = "", ...others] = volumes;
  const user = await docker("create", `--volume=${used}:/data`, "nginx:1.26");
  try {
    const { code, stdout } = await project.operation("down", { PURGE: "1" });
    const [left, removed = ""] = stdout.trim().split("\n").slice(-2);
    expect([code, left]).toEqual([0, `Left, because a container uses them: ${used}`]);
    expect(removed.replace("Removed: ", "").split(", ").sort()).toEqual(others);
  } finally {
    await docker("rm", user);
  }
  expect(await down("Removed: ", { PURGE: "1" })).toEqual([used]);
  expect(await Promise.all([ofStage("container"), ofStage("network"), ofStage("volume")])).toEqual([
    [],
    [],
    [],
  ]);
});
