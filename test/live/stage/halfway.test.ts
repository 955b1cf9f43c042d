import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { docker, dockerLines, type Outcome, until } from "../support/command.ts";
import { inspected, namesOfStage } from "../support/engine.ts";
import { freePort, freeSubnet } from "../support/names.ts";
import { Project } from "../support/project.ts";

const project = new Project();
const { stage } = project;
const nginx = { image: "nginx:1.26", stop_grace_period: "2s" };

/** A stack whose second container is created when the test lets it: see `meet`. */
function gatedStack(name: string, second: object): void {
  const gate = { ...nginx, healthcheck: { test: "test -e /tmp/open", interval: "2s", retries: 200 } };
  const web = { ...nginx, ...second, depends_on: { gate: { condition: "service_healthy" } } };
  project.stack(`Local/${name}`, { name: `${stage}-${name}`, services: { gate, web } });
}

/** Starts a run; after its checks, but before it creates the second container, does something in its way. */
async function meet(name: string, obstruct: () => Promise<unknown>): Promise<Outcome> {
  const running = project.start("up");
  const gate = `${stage}-${name}-gate-1`;
  await until(async () => (await inspected(gate))?.State.Running === true, running);
  await obstruct();
  await docker("exec", gate, "touch", "/tmp/open");
  return running.outcome;
}

/** What a failed run says of its resources: a line for each fault, in any order of resources. */
function faults({ stdout }: Outcome): string[] {
  const lines = stdout.split("\n");
  return lines.map((line) => line.trim()).filter((line) => /^\* |: expected /.test(line));
}

function containers(name: string): Promise<string[]> {
  return dockerLines("ps", "--all", "--format={{.Names}} {{.State}}", `--filter=name=^${stage}-${name}-`);
}

test("an image that does not exist", async () => {
  const reference = `127.0.0.1:1/absent:${stage}`;
  const stack = (image: string) =>
    project.stack("Local/image", {
      name: `${stage}-image`,
      services: { first: nginx, web: { ...nginx, image, depends_on: ["first"] } },
    });
  stack(reference);
  const outcome = await project.operation("up");
  expect([outcome.code, faults(outcome).sort()]).toEqual([
    1,
    [
      expect.stringContaining(`unable to pull image ${reference}: `),
      expect.stringMatching(
        /^warning: stacks\/Local\/image\/compose\.yaml:\d+:5: expected 127\.0\.0\.1:1 to tell whether it has /,
      ),
    ],
  ]);
  stack("nginx:1.26");
  expect((await project.up()).changes).toContain("create Container Local/image/web");
  expect(await containers("image")).toEqual([
    `${stage}-image-first-1 running`,
    `${stage}-image-web-1 running`,
  ]);
});

test("after a run that fails half-way, drift still finds what the run did not reach", async () => {
  const stack = (image: string) =>
    project.stack("Local/image", {
      name: `${stage}-image`,
      services: { first: { ...nginx, image }, web: { ...nginx, depends_on: ["first"] } },
    });
  await docker("update", "--restart=always", `${stage}-image-web-1`);
  stack(`127.0.0.1:1/absent:${stage}`);
  expect((await project.operation("up")).code).toBe(1);
  expect(await project.operation("drift")).toEqual({
    code: 2,
    stdout: "Local/image web: restart changed no -> always\n",
    stderr: "",
  });
  stack("nginx:1.26");
  expect((await project.up()).changes).toEqual([
    "create-replacement Container Local/image/web",
    "delete-replaced Container Local/image/web",
    "replace Container Local/image/web",
  ]);
  expect((await project.operation("drift")).code).toBe(0);
});

test("somebody else's container on a network that must go: reported before anything is removed", async () => {
  const [network, guest] = [`${stage}-image_default`, `${stage}-guest`];
  await docker("run", "--detach", "--name", guest, "--network", network, "nginx:1.26");
  const before = await containers("image");
  project.remove("Local/image");
  const problem =
    `network ${network} on Local: expected no other container to use it when it is removed, ` +
    `found container "${guest}" of image "nginx:1.26" that smallboat did not create; ` +
    `run "docker rm -f ${guest}", or run "docker network disconnect ${network} ${guest}"`;
  const up = await project.operation("up");
  const down = await project.operation("down");
  expect([up.code, up.stdout, down.code, down.stderr]).toEqual([
    1,
    expect.stringContaining(problem),
    1,
    `${problem}\n`,
  ]);
  expect(await containers("image")).toEqual(before);
  await docker("network", "disconnect", network, guest);
  await project.up();
  expect(await containers("image")).toEqual([]);
  await docker("rm", "--force", guest);
});

test("a name that somebody uses after the checks", async () => {
  const name = `${stage}-name-wanted`;
  gatedStack("name", { container_name: name });
  const outcome = await meet("name", () => docker("create", "--name", name, "nginx:1.26"));
  expect([outcome.code, faults(outcome)]).toEqual([
    1,
    [
      `error: before hook "Local: left-over container" failed: Local/name/web: expected the container name "${name}" to be free, found a container of image "nginx:1.26" ` +
        `that smallboat did not create; run "docker rm -f ${name}" or choose another container_name`,
    ],
  ]);
  expect(await containers("name")).toEqual([`${stage}-name-gate-1 running`, `${name} created`]);
  await docker("rm", name);
  expect((await project.up()).changes).toEqual(["create Container Local/name/web"]);
  expect(await containers("name")).toEqual([`${stage}-name-gate-1 running`, `${name} running`]);
});

test("a port that somebody binds after the checks", async () => {
  const port = await freePort();
  const server = createServer();
  gatedStack("port", { ports: [`127.0.0.1:${port}:80`] });
  const outcome = await meet(
    "port",
    async () => void (await once(server.listen(port, "127.0.0.1"), "listening")),
  );
  const [said, line] = faults(outcome)
    .filter((each) => each.includes(String(port)))
    .sort();
  expect([outcome.code, line, said]).toEqual([
    1,
    expect.stringMatching(
      `^error: stacks/Local/port/compose.yaml:\\d+:\\d+: expected port 127.0.0.1:${port}/tcp to be free, ` +
        `found it bound by node \\(pid ${process.pid}\\); stop that process or choose another port$`,
    ),
    expect.stringContaining("address already in use"),
  ]);
  await once(server.close(), "close");
  // It was created, and could not be started.
  expect((await project.up()).changes).toEqual([
    "create-replacement Container Local/port/web",
    "delete-replaced Container Local/port/web",
    "replace Container Local/port/web",
  ]);
  expect(await containers("port")).toEqual([`${stage}-port-gate-1 running`, `${stage}-port-web-1 running`]);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect((await project.operation("drift")).code).toBe(0);
});

test("a network of another stack: both are created in one run, its users are reported before it goes, and both are removed in one run", async () => {
  const network = `${stage}-shared`;
  const uses = { networks: { default: { name: network, external: true } }, services: { web: nginx } };
  // As by their names the one that makes it comes last.
  project.stack("Local/a", { name: `${stage}-a`, ...uses });
  project.stack("Local/z", {
    name: `${stage}-z`,
    services: { web: nginx },
    networks: { default: { name: network, ipam: { config: [{ subnet: freeSubnet() }] } } },
  });
  const both = [`${stage}-a-web-1 running`, `${stage}-z-web-1 running`];
  const running = async () => [...(await containers("a")), ...(await containers("z"))];
  await project.up();
  expect(await running()).toEqual(both);

  project.remove("Local/z");
  const { code, stdout } = await project.operation("up");
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(
      `stacks/Local/a/compose.yaml:\\d+:\\d+: expected the external network ${network} on Local to stay, ` +
        "found no stack that declares it any more; declare it in one of the stacks, or remove it here too",
    ),
  ]);
  expect(await running()).toEqual(both);

  project.remove("Local/a");
  await project.up();
  expect(await running()).toEqual([]);
  expect(await dockerLines("network", "ls", "--quiet", `--filter=name=^${network}$`)).toEqual([]);
});

test("a plain destroy removes what a failed plain run created", async () => {
  const service = { ...nginx, volumes: ["data:/data"] };
  project.stack("Local/plain", {
    name: `${stage}-plain`,
    services: {
      stopped: { ...service, entrypoint: ["/absent"] },
      sick: { ...service, healthcheck: { test: "false", interval: "1s", retries: 1 } },
      after: { ...service, depends_on: { sick: { condition: "service_healthy" } } },
    },
    volumes: { data: {} },
  });
  const change = (command: string) => project.pulumi(command, "--yes", "--skip-preview");
  project.create();
  expect((await change("up")).code).not.toBe(0);
  expect(await containers("plain")).toContain(`${stage}-plain-stopped-1 created`);
  expect((await change("destroy")).code).toBe(0);
  expect([await namesOfStage(stage, "container"), await namesOfStage(stage, "network")]).toEqual([[], []]);
});
