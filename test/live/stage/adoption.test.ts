import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { docker, dockerLines } from "../support/command.ts";
import { compose } from "../support/compose.ts";
import { freePort, freeSubnet } from "../support/names.ts";
import { engine, Project } from "../support/project.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const project = new Project();
const { stage, folder } = project;
const password = `hunter2-${stage}`;
const port = await freePort();
const subnets = [freeSubnet(), freeSubnet()];

const own = { restart: "unless-stopped", image: "nginx:1.26" };

/** The compose file of a stack, with nothing added: what runs is made by Docker Compose from it. */
function write(stack: string, subnet: string | undefined, content: Record<string, unknown>): void {
  const networks = { default: { ipam: { config: [{ subnet }] } } };
  project.write(`${stack}/compose.yaml`, JSON.stringify({ networks, ...content }));
}

function shop(greeting: string): void {
  write("Local/shop", subnets[0], {
    name: `${stage}-shop`,
    services: {
      db: {
        ...own,
        restart: "no",
        env_file: ["db.env"],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose fills it in
        environment: { PASSWORD: "${PASSWORD}" },
        command: ["sleep", "1000000"],
        healthcheck: { test: ["CMD", "true"], interval: "4s", timeout: "90s", retries: 3 },
        volumes: ["data:/data"],
        stop_grace_period: "1s",
      },
      side: {
        ...own,
        network_mode: "service:db",
        entrypoint: ["sleep", "1000000"],
        stop_grace_period: "1s",
        mem_limit: "64m",
        cpus: 0.5,
        cap_add: ["NET_ADMIN"],
      },
      built: { build: "image", image: `${stage}-built:1`, init: true, tmpfs: ["/scratch"], working_dir: "/" },
      web: {
        ...own,
        environment: { GREETING: greeting, LANGUAGE: "en" },
        ports: [`127.0.0.1:${port}:80`, "81"],
        volumes: ["./index.html:/usr/share/nginx/html/index.html:ro", "data:/data"],
        depends_on: { db: { condition: "service_healthy" } },
        configs: [{ source: "note", target: "/note.txt" }],
        secrets: ["key"],
        labels: { "own.label": "mine" },
        networks: { default: { aliases: ["front"] } },
        logging: { driver: "json-file", options: { "max-size": "1m" } },
        ulimits: { nofile: 2048 },
        extra_hosts: ["elsewhere:192.0.2.1"],
      },
    },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose fills it in
    configs: { note: { content: "the password is ${PASSWORD}\n" } },
    secrets: { key: { file: "key.txt" } },
    volumes: { data: {} },
  });
}

function odd(greeting: string): void {
  write("Local/odd", subnets[1], {
    name: `${stage}-odd`,
    services: { even: own, odd: { ...own, environment: { GREETING: greeting } } },
  });
}

async function composeUp(stack: string): Promise<void> {
  const file = join(folder, "stacks", stack, "compose.yaml");
  const outcome = await compose(
    "--env-file",
    join(folder, "compose.env"),
    "-f",
    file,
    "up",
    "-d",
    "--no-build",
  );
  expect(outcome).toMatchObject({ code: 0 });
}

function adopt(stack?: string) {
  return project.operation("adopt", { STACK: stack });
}

/** Ids of the containers of a project, by name. */
function containers(name: string): Promise<string[]> {
  const filter = `--filter=label=com.docker.compose.project=${stage}-${name}`;
  return dockerLines("ps", "--all", "--no-trunc", "--format={{.Names}} {{.ID}}", filter);
}

function settings(): string {
  return readFileSync(join(folder, `Pulumi.${stage}.yaml`), "utf8");
}

beforeAll(async () => {
  writeFileSync(join(folder, "compose.env"), `PASSWORD=${password}\n`);
  project.write("Local/shop/db.env", "FROM_FILE=yes\n");
  project.write("Local/shop/index.html", "adopted\n");
  project.write("Local/shop/key.txt", "key\n");
  project.write("Local/shop/image/Dockerfile", "FROM nginx:1.26\nENV BUILT=yes\n");
  await docker("build", "--tag", `${stage}-built:1`, join(folder, "stacks/Local/shop/image"));
  shop("hello");
  odd("hand-made");
  project.setSecret("PASSWORD", password);
  await composeUp("Local/shop");
  await composeUp("Local/odd");
  await docker("exec", `${stage}-shop-db-1`, "sh", "-c", "echo kept > /data/note");
});

test.each([
  [undefined, "STACK: expected a stack as <host>/<stack>, found nothing; "],
  ["shop", "STACK: expected a stack as <host>/<stack>, found shop; "],
  [
    "Local/shpo",
    "STACK: expected a stack that has a folder below stacks/, and its host in the settings, found Local/shpo; " +
      "write Local/shop",
  ],
])("make adopt refuses the stack %s in one line", async (stack, line) => {
  const before = settings();
  const { code, stdout, stderr } = await adopt(stack);
  expect([code, stdout, stderr.startsWith(line), stderr.trim().split("\n").length]).toEqual([1, "", true, 1]);
  expect(settings()).toBe(before);
});

test("a host that does not answer is refused in one line", async () => {
  const before = settings();
  const far = { engine: "unix:///nonexistent.sock" };
  project.configure({ hosts: { Local: { engine }, Far: far } });
  project.write("Far/web/compose.yaml", JSON.stringify({ services: { web: own } }));
  const { code, stderr } = await adopt("Far/web");
  expect([code, stderr]).toEqual([
    1,
    'smallboat:hosts.Far.engine: expected a Docker engine at unix:///nonexistent.sock, found "connect ENOENT ' +
      '/nonexistent.sock"; start Docker ("make setup" does on Debian and Ubuntu), or correct the address\n',
  ]);
  project.remove("Far");
  project.configure({ hosts: { Local: { engine } } });
  expect(settings()).toBe(before);
});

test("a project that does not run, or belongs to another stage, is refused and stays unchanged", async () => {
  const name = `${stage}-theirs`;
  write("Local/theirs", freeSubnet(), { name, services: { web: own } });
  const before = settings();
  const missing = await adopt("Local/theirs");
  expect([missing.code, missing.stderr]).toEqual([
    1,
    `stacks/Local/theirs: expected containers of the compose project "${name}" there, found none; ` +
      "correct STACK, or write name: with the project's name into the compose file\n",
  ]);
  const labels = [`--label=com.docker.compose.project=${name}`, "--label=smallboat.stage=another"];
  await docker("create", `--name=${name}-old-1`, ...labels, "nginx:1.26");
  const stranger = await adopt("Local/theirs");
  expect([stranger.code, stranger.stderr]).toEqual([
    1,
    `stacks/Local/theirs: expected the compose project "${name}" to belong to no stage, found container "${name}-old-1" ` +
      'of stage "another"; run "make down STAGE=another" first\n',
  ]);
  expect(settings()).toBe(before);
  project.remove("Local/theirs");
  await docker("rm", `${name}-old-1`);
});

test("a running project is adopted unchanged, and nothing differs afterwards", async () => {
  const before = await containers("shop");
  const { code, stdout, stderr } = await adopt("Local/shop");
  const lines = stdout.trim().split("\n");
  expect([code, stderr, lines.slice(0, -1).sort()]).toEqual([
    0,
    "",
    [
      "Local/shop container built: adopted",
      "Local/shop container db: adopted",
      "Local/shop container side: adopted",
      "Local/shop container web: adopted",
      `Local/shop image ${stage}-built:1: adopted`,
      "Local/shop network default: adopted",
      "Local/shop volume data: adopted",
    ],
  ]);
  project.remove("Local/odd");
  expect((await project.up()).changes).toEqual([]);
  const refreshed = await project.pulumi("preview", "--refresh", "--expect-no-changes");
  expect([refreshed.code, refreshed.stderr]).toEqual([0, ""]);
  expect(await containers("shop")).toEqual(before);
  expect(await project.operation("drift")).toMatchObject({ code: 0, stderr: "" });
});

test("it cannot be adopted twice", async () => {
  const before = settings();
  const { code, stdout } = await adopt("Local/shop");
  expect([code, stdout.split("\n")[0]]).toEqual([0, "stacks/Local/shop: nothing is left to adopt."]);
  expect([settings(), before.includes("- Local/shop")]).toEqual([before, true]);
});

test("no secret stands in plain text in the state, its copy or the settings", () => {
  const copies = join(folder, ".smallboat/before-adoption");
  const files = [
    join(folder, `Pulumi.${stage}.yaml`),
    ...readdirSync(copies).map((file) => join(copies, file)),
    ...readdirSync(project.state, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  ];
  expect(files.filter((file) => readFileSync(file, "utf8").includes(password))).toEqual([]);
});

test("a change replaces only the containers that it concerns, and the data stay", async () => {
  const before = await containers("shop");
  shop("hello again");
  const steps = ["create-replacement", "delete-replaced", "replace"];
  expect((await project.up()).changes).toEqual(steps.map((step) => `${step} Container Local/shop/web`));
  const web = `${stage}-shop-web-1`;
  const others = (list: string[]) => list.filter((each) => !each.startsWith(`${web} `));
  expect(others(await containers("shop"))).toEqual(others(before));
  expect(await docker("exec", web, "cat", "/data/note")).toBe("kept");
  expect(await docker("inspect", '--format={{index .Config.Labels "smallboat.stage"}}', web)).toBe(stage);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("adopted\n");
});

test("the first preview shows exactly the differences from the files", async () => {
  odd("of the file");
  const { code, stdout } = await adopt("Local/odd");
  expect([code, stdout.trim().split("\n").slice(0, -1).sort()]).toEqual([
    0,
    [
      "Local/odd container even: adopted",
      "Local/odd container odd: differs in envs, the next run replaces it",
      "Local/odd network default: adopted",
    ],
  ]);
  const preview = await project.pulumi("preview", "--json");
  const { steps } = JSON.parse(preview.stdout) as {
    steps: { op: string; urn: string; detailedDiff?: object }[];
  };
  const changed = steps.filter(({ op }) => op === "replace");
  expect(changed.map(({ urn }) => urn.split("::").at(-1))).toEqual(["Local/odd/odd"]);
  const inputs = Object.keys(changed[0]?.detailedDiff ?? {}).map((path) => path.replace(/[.[].*/, ""));
  expect([...new Set(inputs)].sort()).toEqual(["envs", "labels"]);
});

test("down removes the adopted containers and networks, and says that the volume of Docker Compose is left", async () => {
  const { code, stdout } = await project.operation("down", { PURGE: "1" });
  const left = `Left, because stage ${stage} did not make them: ${stage}-shop_data`;
  expect([code, stdout.trim().split("\n").at(-1)]).toEqual([0, left]);
  expect([await containers("shop"), await containers("odd")]).toEqual([[], []]);
  expect(await dockerLines("volume", "ls", "--quiet", `--filter=name=${stage}`)).toEqual([
    `${stage}-shop_data`,
  ]);
});
