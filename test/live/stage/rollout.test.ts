import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test, vi } from "vitest";
import { attempt, docker, dockerLines, run } from "../support/command.ts";
import { inspected } from "../support/engine.ts";
import { freePort, freeSubnet } from "../support/names.ts";
import { Project } from "../support/project.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const project = new Project();
const { stage } = project;
const port = { proxy: await freePort(), site: await freePort() };

/** Answers with its version; one that is called broken is never healthy. */
const program = `
import http.server, os, pathlib, signal, threading, time
version = pathlib.Path("/version").read_text()
print("this is", version, flush=True)
time.sleep(1)

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if version == "broken":
            print("no user", os.environ.get("TOKEN"), flush=True)
        file = pathlib.Path("/etc/site.conf")
        said = [version, file.read_text() if file.exists() else ""]
        self.send_response(500 if version == "broken" else 200)
        self.end_headers()
        self.wfile.write(" ".join(said).strip().encode())
    def log_message(self, *_):
        pass

class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = False

server = Server(("", 80), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
server.server_close()
`;

/** In bash, for Python needs ten times the processor time, each time and for each container. */
const check = {
  test: [
    "CMD",
    "bash",
    "-c",
    "exec 3<>/dev/tcp/127.0.0.1/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; mapfile -t answer <&3; " +
      "[[ $$answer == *' 200 '* ]] || { echo 'The answer:'; echo \"$${answer%$$'\\r'}\"; exit 1; }",
  ],
  interval: "3s",
  timeout: "4s",
  start_period: "2s",
  retries: 3,
};

/** The build context of a stack's image. */
function image(stack: string, version: string, change = ""): void {
  project.write(`${stack}/image/version`, version);
  project.write(`${stack}/image/program.py`, program);
  project.write(
    `${stack}/image/Dockerfile`,
    `FROM python:3.13-slim\nCOPY program.py version /\nCMD ["python3", "/program.py"]\n${change}`,
  );
}

async function text(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(60_000) });
  return response.ok ? response.text() : `HTTP ${response.status}`;
}

function inspect(container: string, field: string): Promise<string> {
  return docker("inspect", `--format={{${field}}}`, `${stage}-${container}`);
}

/** A run that has to fail. @returns the lines of its errors and warnings, but for those that say nothing */
async function failingUp(): Promise<string[]> {
  const { code, stdout } = await project.pulumi("up", "--yes", "--skip-preview", "--non-interactive");
  expect(code).not.toBe(0);
  const said = stdout.split("\n").map((line) => line.trim());
  const isEmpty = (line: string) =>
    /update failed$|1 error occurred:$|: container \S+ on Local runs the earlier version/.test(line);
  return said.filter((line) => /^(error|warning):/.test(line) && !isEmpty(line)).sort();
}

const nginx = `
resolver 127.0.0.11 valid=1s;
server {
  listen 80;
  location / {
    set $$app http://app;
    proxy_pass $$app;
    proxy_connect_timeout 4s;
  }
}
`;

function farm(more: Readonly<Record<string, object>> = {}, ofApp: object = {}): void {
  project.stack("Local/farm", {
    name: `${stage}-farm`,
    services: {
      app: { build: "./image", image: `${stage}-app:1`, scale: 2, healthcheck: check, ...ofApp },
      proxy: {
        image: "nginx:1.26",
        ports: [`127.0.0.1:${port.proxy}:80`],
        configs: [{ source: "proxy", target: "/etc/nginx/conf.d/default.conf" }],
        depends_on: { app: { condition: "service_healthy" } },
      },
      ...more,
    },
    configs: { proxy: { content: nginx } },
  });
}
farm();

const idle = { image: "nginx:1.26", command: ["sleep", "infinity"], init: true };

/** In the first round it ends when it is let go. */
function slow(round: string): void {
  const end = 'touch /tmp/ending; until test -e /tmp/go -o "$$ROUND" != 1; do sleep 0.1; done; exit';
  project.stack("Local/slow", {
    name: `${stage}-slow`,
    services: {
      worker: {
        image: "nginx:1.26",
        entrypoint: ["/bin/bash", "-c"],
        command: [`trap '${end}' TERM; while :; do sleep infinity & wait; done`],
        environment: { ROUND: round },
        stop_signal: "SIGTERM",
        stop_grace_period: "10m",
      },
    },
  });
}

/** Until a command in a container succeeds. */
async function succeeds(container: string, ...command: string[]): Promise<void> {
  const args = ["exec", `${stage}-${container}`, ...command];
  while ((await attempt("docker", args)).code !== 0) await sleep(100);
}

interface SiteFacts {
  readonly command?: string[];
  /** Another one makes another network. */
  readonly network?: string;
}

const subnet = freeSubnet();

function site({ command, network = "first" }: SiteFacts = {}): void {
  project.stack("Local/site", {
    name: `${stage}-site`,
    networks: { default: { ipam: { config: [{ subnet }] }, labels: { network } } },
    services: {
      web: {
        build: "./image",
        image: `${stage}-site:1`,
        ports: [`127.0.0.1:${port.site}:80`],
        volumes: ["data:/data"],
        configs: [{ source: "site", target: "/etc/site.conf" }],
        environment: { TOKEN: "$TOKEN" },
        healthcheck: check,
        ...(command && { command }),
      },
      side: { ...idle, network_mode: "service:web" },
      client: { ...idle, depends_on: { web: { condition: "service_started", restart: true } } },
    },
    volumes: { data: {} },
    configs: { site: { content: "as configured" } },
  });
}

/** Depends on the site's container, by which it is restarted. */
async function client(): Promise<{ id: string; started: number }> {
  const [id, started] = (await inspect("site-client-1", ".Id}} {{.State.StartedAt")).split(" ");
  return { id: id as string, started: Date.parse(started as string) };
}

/** What the site's container has to show, whichever it is. */
async function shown(): Promise<string[]> {
  return [
    await text(port.site),
    await docker("exec", `${stage}-site-web-1`, "cat", "/data/kept"),
    await docker("exec", `${stage}-site-side-1`, "curl", "-s", "http://127.0.0.1/"),
    await docker("exec", `${stage}-site-client-1`, "curl", "-s", "http://web/"),
  ];
}

beforeAll(async () => {
  image("Local/farm", "first");
  image("Local/site", "first");
  site();
  slow("1");
  project.setSecret("TOKEN", "open sesame");
  await project.up();
  await docker("exec", `${stage}-site-web-1`, "sh", "-c", "echo kept > /data/kept");
});

test("replicas are replaced one by one, and no request is lost", async () => {
  image("Local/farm", "second");
  const answers: Promise<string>[] = [];
  const loop = setInterval(() => answers.push(text(port.proxy).catch((error) => `lost: ${error}`)), 50);
  const { changes } = await project.up();
  while ((await text(port.proxy)) !== "second") await sleep(100);
  clearInterval(loop);
  expect([...new Set(await Promise.all(answers))].sort()).toEqual(["first", "second"]);
  expect(answers.length).toBeGreaterThan(60);
  expect(changes.filter((change) => change.startsWith("replace "))).toEqual([
    "replace Container Local/farm/app",
    "replace Container Local/farm/app-2",
    `replace RemoteImage Local/farm/${stage}-app:1`,
  ]);
});

function git(...args: string[]): Promise<string> {
  const author = ["-c", "user.name=Jo", "-c", "user.email=jo@example.com"];
  return run("git", [...author, ...args], { cwd: project.folder });
}

async function committed(): Promise<void> {
  await git("add", "--force", "stacks");
  await git("commit", "--quiet", "--message", "a change");
}

/** A command that has to succeed. @returns what it printed */
async function demanded(name: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, stdout, stderr } = await project.operation(name, { STACK: "Local/farm", ...env });
  expect(code, stdout + stderr).toBe(0);
  return stdout + stderr;
}

/** A service whose health the settings decide, not its files. */
const guard = {
  ...idle,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose replaces it
  environment: { HEALTH: "${HEALTH:?is needed}" },
  healthcheck: { ...check, test: ["CMD-SHELL", '[ "$$HEALTH" = good ]'], retries: 1, start_period: "0s" },
};

const helper = `${stage}-farm-helper-1`;
const helpers = () => dockerLines("ps", "--all", "--filter", `name=${helper}`, "--format", "{{.Names}}");

test("each change of what runs is a release", async () => {
  await git("init", "--quiet");
  project.configure({ values: { HEALTH: "good" } });
  farm({ guard }, { depends_on: { guard: { condition: "service_healthy" } } });
  await committed();
  expect(await demanded("up")).toContain("Release 1:");
  image("Local/farm", "third");
  farm({ guard: idle, helper: idle });
  await committed();
  expect(await demanded("up")).toContain("Release 2:\n  Local/farm: files\n");
  expect([await text(port.proxy), await helpers()]).toEqual(["third", [helper]]);
});

/** What a rollback must not change, with the hold that there must not be. */
async function served(): Promise<unknown[]> {
  const { stdout } = await project.operation("releases", { JSON: "1" });
  const { holds } = JSON.parse(stdout) as { holds: object };
  return [await text(port.proxy), await inspect("farm-guard-1", ".State.Running"), await helpers(), holds];
}

test("a rollback to files that are no longer valid is refused, and one that is not healthy leaves what serves", async () => {
  const serving = ["third", "true", [helper], {}];
  project.configure({ values: {} });
  const invalid = await project.operation("rollback", { STACK: "Local/farm" });
  expect([invalid.code, await served()]).toEqual([1, serving]);
  expect(invalid.stderr.trim().split("\n")).toEqual([
    expect.stringMatching(/^stacks\/Local\/farm\/compose\.yaml:\d+:\d+: expected .*HEALTH.*is needed/),
  ]);
  project.configure({ values: { HEALTH: "bad" } });
  const ill = await project.operation("rollback", { STACK: "Local/farm" });
  expect([ill.code, await served()], ill.stdout + ill.stderr).toEqual([1, serving]);
  project.configure({ values: { HEALTH: "good" } });
});

test("a rollback of three services brings images and files back, and no request is lost", async () => {
  const answers: Promise<string>[] = [];
  const loop = setInterval(() => answers.push(text(port.proxy).catch((error) => `lost: ${error}`)), 50);
  const begun = Date.now();
  await demanded("rollback");
  console.log(`rolled back in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  clearInterval(loop);
  expect([...new Set(await Promise.all(answers))].sort()).toEqual(["second", "third"]);
  expect([await text(port.proxy), await helpers()]).toEqual(["second", []]);
});

test("a held stack stays at its release until the hold ends, and status and preview show the hold", async () => {
  const held = `stack Local/farm is held at release 1`;
  expect(await demanded("preview")).toContain(held);
  expect(await demanded("up")).toContain(held);
  expect(await demanded("status")).toContain(held);
  expect(await text(port.proxy)).toBe("second");
  const rows = (await demanded("releases")).trim().split("\n");
  expect(rows.map((row) => [row.split(/ +/)[0], row.split(/ {2,}/).at(-1)?.trim()])).toEqual([
    ["RELEASE", "WHAT CHANGED"],
    ["3", "files"],
    ["2", "files"],
    ["1", "new (held)"],
  ]);
  await demanded("release-hold", { OFF: "1" });
  await demanded("up");
  expect([await text(port.proxy), await helpers()]).toEqual(["third", [helper]]);
  // Their checks, two a second, are work for the rest of the tests.
  project.remove("Local/farm");
  await project.up();
});

const first = ["first as configured", "kept", "first as configured", "first as configured"];

test.each([
  ["replaced once", "first"],
  ["replaced again, with its network", "second"],
])("the old version returns when the new one is not healthy: %s", async (_, network) => {
  image("Local/site", "broken");
  site({ network });
  const container = `${stage}-site-web-1`;
  expect(await failingUp()).toEqual([
    expect.stringMatching(
      new RegExp(
        `^error: after hook "Local: serving" failed: Local/site/web: expected container ${container} to be healthy within \\d+ s, ` +
          `found it unhealthy, its check saying "HTTP/1.0 500 Internal Server Error", ` +
          `it saying ("this is broken" )?("no user \\[secret\\]" ?)+; the one before it serves again$`,
      ),
    ),
  ]);
  expect(await shown()).toEqual(first);
});

test("a command that cannot be executed leaves the old version, and the other containers of the run complete", async () => {
  image("Local/site", "third");
  slow("2");
  site({ command: ["/no/such/program"] });
  const before = await inspect("site-web-1", ".Id");
  const failing = failingUp();
  await succeeds("slow-worker-1", "test", "-e", "/tmp/ending");
  const current = async () => (await inspected(`${stage}-site-web-1`))?.Id ?? before;
  while ((await current()) === before) await sleep(100);
  await succeeds("site-web-1", "true");
  await succeeds("slow-worker-1", "touch", "/tmp/go");
  expect(await failing).toEqual([
    expect.stringContaining("/no/such/program"),
    "warning: Local/site/web: the container before it serves again",
  ]);
  expect(await shown()).toEqual(first);
  expect(await docker("exec", `${stage}-slow-worker-1`, "printenv", "ROUND")).toBe("2");
});

test("an image that cannot be built leaves the old container untouched", async () => {
  site({ network: "third" });
  image("Local/site", "third", "RUN false\n");
  const before = await inspect("site-web-1", ".Id");
  expect(await failingUp()).toEqual([expect.stringContaining("exit code: 1")]);
  expect(await inspect("site-web-1", ".Id")).toBe(before);
  expect(await shown()).toEqual(first);
});

test("a good version takes over, and nothing is left to do", async () => {
  // What was brought back is replaced first.
  image("Local/site", "first");
  await project.up();
  image("Local/site", "third");
  const before = await client();
  await project.up();
  const after = await client();
  expect([after.id, after.started > before.started]).toEqual([before.id, true]);
  expect(await shown()).toEqual([
    "third as configured",
    "kept",
    "third as configured",
    "third as configured",
  ]);
  const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes");
  expect([preview.code, preview.stdout]).toEqual([0, expect.anything()]);
});

test("an unhealthy first version fails the run, and the next run replaces it and nothing else", async () => {
  image("Local/new", "broken");
  project.stack("Local/new", {
    name: `${stage}-new`,
    services: {
      web: {
        build: "./image",
        image: `${stage}-new:1`,
        healthcheck: check,
      },
    },
  });
  expect(await failingUp()).toEqual([
    expect.stringContaining(`see why with: docker logs ${stage}-new-web-1`),
  ]);
  expect(await inspect("new-web-1", ".State.Running")).toBe("true");
  image("Local/new", "first");
  const { changes } = await project.up();
  expect(changes).toContain("replace Container Local/new/web");
  expect(changes.filter((change) => !change.includes(" Local/new/"))).toEqual([]);
});

/** What is left of the stage, or of one of its stacks. */
function left(stack?: string): Promise<string[][]> {
  const label = stack ? `com.docker.compose.project=${stage}-${stack}` : `smallboat.stage=${stage}`;
  const kinds = ["container", "network"];
  return Promise.all(kinds.map((kind) => dockerLines(kind, "ls", "--quiet", `--filter=label=${label}`)));
}

test("drift reports a rolled back container, and an undeclared one is removed with its network", async () => {
  image("Local/new", "broken");
  await failingUp();
  const drift = await project.operation("drift");
  expect([drift.code, drift.stdout]).toEqual([
    2,
    expect.stringMatching(
      /^Local\/new web: runs the earlier version; the new one failed at \d{4}-\d\d-\d\dT[\d:]+Z \(update failed\); correct the service, then run "make up"\n$/,
    ),
  ]);
  project.remove("Local/new");
  const { code, stdout } = await project.pulumi("up", "--yes", "--skip-preview", "--non-interactive");
  expect([code, stdout]).toEqual([0, expect.stringContaining("its stack is gone, so it is removed")]);
  expect(await left("new")).toEqual([[], []]);
});

test("a stage with a rolled back container can be destroyed completely", async () => {
  image("Local/site", "broken");
  await failingUp();
  expect((await project.operation("down")).code).toBe(0);
  expect(await left()).toEqual([[], []]);
  // What ran, and that nothing runs now.
  const rows = (await demanded("releases", { STACK: "Local/site" })).trim().split("\n");
  expect(rows.map((row) => row.split(/ {2,}/).at(-1)?.trim())).toEqual(["WHAT CHANGED", "gone", "new"]);
});

test("after `make up`, plain Pulumi can destroy it too", async () => {
  project.remove("Local/slow");
  image("Local/site", "first");
  await project.up();
  image("Local/site", "broken");
  expect((await project.operation("up")).code).toBe(1);
  expect((await project.pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
  expect(await left()).toEqual([[], []]);
});
