import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { docker, dockerLines, until } from "../support/command.ts";
import { inspected, namesOfStage } from "../support/engine.ts";
import { Project } from "../support/project.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const project = new Project();
const { stage } = project;
const image = `${stage}-web:1`;
const shop = `${stage}-shop`;
const name = (service: string) => `${shop}-${service}-1`;
const services = ["halted", "gone", "lax", "alone", "edited", "frozen", "steady"] as const;

/** The stack's file. @param greeting of a service of its own */
function writeShop(greeting: string): void {
  const each = { image, restart: "unless-stopped" };
  project.stack("Local/shop", {
    name: shop,
    services: {
      ...Object.fromEntries(services.map((service) => [service, each])),
      edited: { ...each, configs: [{ source: "page", target: "/etc/page" }] },
      greeter: { ...each, environment: { GREETING: greeting } },
    },
    configs: { page: { content: "written by the stage" } },
  });
}
writeShop("hello");

/** It ends two seconds after its start once it is broken: too late for the run to notice. */
project.stack("Local/frail", {
  name: `${stage}-frail`,
  services: {
    web: {
      image: "nginx:1.26",
      entrypoint: ["sh", "-c"],
      command: ["sleep 2; test ! -e /data/broken && exec nginx -g 'daemon off;'"],
      volumes: ["data:/data"],
    },
  },
  volumes: { data: {} },
});
const frail = `${stage}-frail-web-1`;

/** What `make heal` says itself, below the lines of its runs. */
async function heal(env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await project.operation("heal", env);
  const lines = stdout.trimEnd().split("\n");
  const last = lines.findLastIndex((line) => line.includes("Pulumi's own output: "));
  return { code, lines: lines.slice(last + 1).filter(Boolean), stderr };
}

const ids = async (...wanted: readonly string[]) =>
  Object.fromEntries(
    await Promise.all(wanted.map(async (each) => [each, (await inspected(name(each)))?.Id])),
  );

beforeAll(async () => {
  await docker("tag", "nginx:1.26", image);
  const { code, stdout, stderr } = await project.operation("up");
  expect(code, stdout + stderr).toBe(0);
});

test("heal repairs all findings, and changes nothing else", async () => {
  const before = await ids("steady", "greeter");
  await docker("stop", name("halted"));
  await docker("rm", "--force", name("gone"));
  await docker("update", "--restart=no", name("lax"));
  await docker("network", "disconnect", `${shop}_default`, name("alone"));
  await docker("exec", name("edited"), "sh", "-c", "sleep 6; echo by hand > /etc/page");
  await docker("pause", name("frozen"));
  await docker("tag", "registry:3", image);
  const found = [
    `Local image ${image}: moved to another image`,
    `Local/shop alone: networks changed ${shop}_default -> none`,
    "Local/shop edited: file /etc/page changed",
    "Local/shop frozen: container paused",
    "Local/shop gone: container removed",
    "Local/shop halted: container stopped",
    "Local/shop lax: restart changed unless-stopped -> no",
  ];
  expect(await heal()).toEqual({
    code: 0,
    lines: [...found.map((line) => `put right: ${line}`), `Stage ${stage} is as it was recorded.`],
    stderr: "",
  });
  expect(await ids("steady", "greeter")).toEqual(before);
  const states = services.map((each) => docker("inspect", "--format={{.State.Status}}", name(each)));
  expect(await Promise.all(states)).toEqual(services.map(() => "running"));
  expect(await docker("exec", name("edited"), "cat", "/etc/page")).toBe("written by the stage");
  const [own, nginx] = [image, "nginx:1.26"].map((each) =>
    docker("image", "inspect", "--format={{.Id}}", each),
  );
  expect(await own).toBe(await nginx);
  expect((await project.up()).changes).toEqual([]);
});

test("a file that changed since the last run is not brought along", async () => {
  writeShop("good day");
  await docker("stop", name("greeter"), name("halted"));
  const stopped = await ids("greeter", "halted");
  const refused = await heal();
  writeShop("hello");
  expect(refused).toEqual({
    code: 1,
    lines: [
      "not put right: Local/shop greeter: container stopped",
      "not put right: Local/shop halted: container stopped",
      "Local/shop greeter: container stopped",
      "Local/shop halted: container stopped",
    ],
    stderr:
      "container Local/shop/greeter: expected it to be declared as the last run recorded it, found other envs, labels; " +
      'bring up what is new with "make up", which also puts the rest right\n',
  });
  expect(await ids("greeter", "halted")).toEqual(stopped);
});

test("STACK heals one stack, and leaves all others alone", async () => {
  await docker("stop", frail);
  const stopped = (await inspected(frail))?.Id;
  expect(await heal({ STACK: "Local/shop" })).toMatchObject({
    code: 0,
    lines: [
      "put right: Local/shop greeter: container stopped",
      "put right: Local/shop halted: container stopped",
      `Stage ${stage} is as it was recorded.`,
    ],
  });
  expect((await inspected(frail))?.Id).toBe(stopped);
  expect((await heal({ STACK: "Local/shoe" })).stderr).toBe(
    "STACK: expected one of Local, Local/frail, Local/shop, found Local/shoe; correct it, or leave it out\n",
  );
  await docker("start", frail);
});

test("a place that does not stay healed is healed five times in five minutes", async () => {
  await docker("exec", frail, "touch", "/data/broken");
  await docker("restart", frail);
  await docker("wait", frail);
  const times = Array.from({ length: 4 }, () => new Date().toISOString());
  const folder = join(project.state, "heals/smallboat");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stage}.json`), JSON.stringify({ "Local/frail": times }));
  const fifth = await heal();
  expect(fifth.stderr).toBe("");
  await docker("wait", frail);
  const broken = (await inspected(frail))?.Id;
  expect(await heal()).toEqual({
    code: 1,
    lines: ["Local/frail web: container stopped with exit code 1 (ended by itself)"],
    stderr: expect.stringMatching(
      /^Local\/frail: expected to be healed less than 5 times in 5 minutes, found 5 times since .+; find out why .+\n$/,
    ),
  });
  expect((await inspected(frail))?.Id).toBe(broken);
});

test("watch shows a change within three seconds, and that it is right again", async () => {
  const watch = project.start("watch");
  const said: string[] = [];
  watch.child.stdout?.on("data", (data: Buffer) => said.push(...data.toString().trim().split("\n")));
  const line = async (text: string) => {
    await until(async () => said.some((each) => each.slice(9) === text), watch);
    return Date.now();
  };
  await line("watching Local");
  await line("Local/frail web: container stopped with exit code 1 (ended by itself)");
  await docker("stop", name("steady"));
  const stopped = Date.now();
  expect((await line("Local/shop steady: container stopped (by hand)")) - stopped).toBeLessThan(3_000);
  await docker("start", name("steady"));
  const started = Date.now();
  const right = await line("Local/shop steady: right again (was: container stopped)");
  expect(right - started).toBeLessThan(3_000);
  await docker("network", "create", "--label", `com.docker.compose.project=${shop}`, `${shop}-net`);
  await line(`Local/shop extra network ${shop}-net: not declared (by hand)`);
  await docker("network", "rm", `${shop}-net`);
  await line(`Local/shop extra network ${shop}-net: right again (was: not declared)`);
  watch.child.kill("SIGINT");
  expect(await watch.outcome).toMatchObject({ code: 0, stderr: "" });
});

test("extra things of the stage stay until they are pruned, and foreign things stay for ever", async () => {
  const extra = ["--label", `com.docker.compose.project=${shop}`];
  const [more, other] = [`${shop}-more`, `${stage}-other`];
  await docker("volume", "create", ...extra, `${shop}_more`);
  await docker("run", "--detach", "--name", more, ...extra, "--volume", `${shop}_more:/data`, "nginx:1.26");
  await docker("create", "--name", other, "nginx:1.26");
  const found = [
    `Local/shop extra container ${more}: not declared, running; "make heal PRUNE=1" removes it`,
    `Local/shop extra volume ${shop}_more: not declared; "make heal PRUNE=1" removes it`,
  ];
  const left = { code: 2, lines: found, stderr: "" };
  expect(await heal({ STACK: "Local/shop" })).toEqual(left);
  const unconfirmed = await heal({ STACK: "Local/shop", PRUNE: "1", CONFIRM: "" });
  expect(unconfirmed).toEqual({
    code: 1,
    lines: [],
    stderr: `make heal STAGE=${stage}: expected the name ${stage} as confirmation, found nothing, and no terminal to ask on; repeat it with CONFIRM=${stage}\n`,
  });
  const before = await namesOfStage(stage, "container");
  expect(await heal({ STACK: "Local/shop", PRUNE: "1" })).toEqual({
    code: 0,
    lines: [
      `removed: Local/shop extra container ${more}`,
      `removed: Local/shop extra volume ${shop}_more`,
      `Stage ${stage} is as it was recorded.`,
    ],
    stderr: "",
  });
  expect(await namesOfStage(stage, "container")).toEqual(before);
  expect(await dockerLines("ps", "--all", "--format={{.Names}}", "--filter", `name=${stage}-other`)).toEqual([
    other,
  ]);
});

test("what was healed is no new release, for it is what ran before", async () => {
  const { stdout } = await project.operation("releases", { JSON: "1" });
  const { releases } = JSON.parse(stdout) as { releases: { number: number }[] };
  expect(releases.map(({ number }) => number)).toEqual([1]);
});
