import { beforeAll, expect, onTestFinished, test } from "vitest";
import type { StatusReport } from "../../../lib/status/index.ts";
import { docker } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";

const project = new Project();
const { stage } = project;
const port = await freePort();
const names = ["gone", "halted", "lax", "steady"] as const;
for (const name of names) {
  project.stack(`Local/${name}`, {
    name: `${stage}-${name}`,
    services: {
      web: {
        image: "nginx:1.26",
        container_name: `${stage}-${name}`,
        restart: "unless-stopped",
        ...(name === "halted" ? { ports: [`127.0.0.1:${port}:80`] } : {}),
      },
    },
  });
}

/** An image that sets all that an image can, and services that take over some of it. */
project.write(
  "Local/image/image/Dockerfile",
  `FROM nginx:1.26
HEALTHCHECK --interval=12s --timeout=7s --start-period=2s --retries=5 CMD true
STOPSIGNAL SIGUSR1
USER nginx
WORKDIR /srv
ENV SET=by-image
LABEL vendor=image
EXPOSE 8080 9090/udp
VOLUME /cache
ENTRYPOINT ["sleep"]
CMD ["infinity"]
`,
);
const overrides: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { healthcheck: { disable: true } },
  { healthcheck: { test: ["NONE"] }, stop_signal: "SIGTERM", user: "0:0", working_dir: "/tmp/" },
  { healthcheck: { test: "exit 0" }, entrypoint: ["tail"], command: ["-f", "/dev/null"], expose: ["7000"] },
  { healthcheck: { interval: "11s" }, entrypoint: [], command: ["sleep", "infinity"], shm_size: "128m" },
  { healthcheck: { test: "exit 0", interval: "13s", timeout: "90s", retries: 2, start_period: "1h" } },
  { ulimits: { nofile: 1024, nproc: { soft: 512, hard: 1024 } }, runtime: "runc", init: true },
  { init: false, logging: { driver: "json-file" }, environment: { SET: "by-service" } },
  {
    logging: { driver: "json-file", options: { "max-size": "1m", "max-file": "2" } },
    labels: { vendor: "service" },
  },
  { logging: { driver: "local" }, stop_signal: "15", user: "nginx", volumes: ["/cache", "/more"] },
  { cap_add: ["NET_ADMIN"], cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"], hostname: "h" },
  { privileged: true, pid: "host", ipc: "host", stop_grace_period: "90s" },
  {
    dns: ["9.9.9.9"],
    dns_opt: ["use-vc"],
    dns_search: ["example.com"],
    extra_hosts: ["a=::1", "b=127.0.0.1"],
  },
  {
    tmpfs: ["/run"],
    read_only: true,
    sysctls: { "net.core.somaxconn": 1024 },
    group_add: ["mail"],
    tty: true,
  },
  {
    mem_limit: "64m",
    mem_reservation: "32m",
    cpus: 0.5,
    cpu_shares: 512,
    cgroup: "host",
  },
  { network_mode: "none", stdin_open: true, domainname: "example.com", ipc: "shareable" },
  { devices: ["/dev/null:/dev/nothing"] },
];
project.stack("Local/image", {
  name: `${stage}-image`,
  services: Object.fromEntries(
    overrides.map((override, index) => [
      `s${index}`,
      { build: "./image", image: `${stage}-image:1`, network_mode: "none", ...override },
    ]),
  ),
});

function containerId(name: string): Promise<string> {
  return docker("inspect", "--format={{.Id}}", `${stage}-${name}`);
}

beforeAll(() => project.up());

const found = [
  "Local/gone web: container removed",
  "Local/halted web: container stopped",
  "Local/lax web: restart changed unless-stopped -> no",
  "",
].join("\n");

test("drift reports removed, stopped and changed containers", async () => {
  await docker("rm", "--force", `${stage}-gone`);
  await docker("stop", `${stage}-halted`);
  await docker("update", "--restart=no", `${stage}-lax`);
  expect(await project.operation("drift")).toEqual({ code: 2, stdout: found, stderr: "" });
});

test("status shows the health of each service, and names what is not well", async () => {
  const { code, stdout, stderr } = await project.operation("status", { JSON: "1" });
  const report = JSON.parse(stdout) as StatusReport;
  const services = report.things.filter(({ kind, name }) => kind === "container" && !name.includes("image"));
  expect({
    code,
    stderr,
    health: services.map(({ address, health, sync, state }) => [address, health, sync, state]),
    hosts: report.hosts,
  }).toEqual({
    code: 2,
    stderr: "",
    health: [
      ["Local/gone web", "missing", "drifted", undefined],
      ["Local/halted web", "stopped", "drifted", "exited with 0"],
      ["Local/lax web", "healthy", "drifted", undefined],
      ["Local/steady web", "healthy", "in sync", undefined],
    ],
    hosts: [
      {
        ...{ name: "Local", isReachable: true, engine: expect.stringMatching(/^\d+\.\d+\.\d+/) },
        disk: { used: expect.any(Number), total: expect.any(Number) },
        memory: { used: expect.any(Number), total: expect.any(Number) },
      },
    ],
  });
  const steady = services.find(({ name }) => name === `${stage}-steady`)?.container;
  const [id, since] = (
    await docker("inspect", "--format={{.Id}} {{.State.StartedAt}}", `${stage}-steady`)
  ).split(" ");
  expect(steady).toEqual({
    ...{ id, since, image: "nginx:1.26", version: "1.26", restarts: 0, addresses: [] },
    built: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  const shown = await project.operation("status");
  expect(shown.stdout.trimEnd().split("\n").at(-1)).toBe(
    "Not well: Local/gone web is missing; Local/halted web is stopped: exited with 0; " +
      "Local/lax web: restart changed unless-stopped -> no.",
  );
});

test("after a refused run, drift still finds all changes: neither it nor the first drift has changed anything", async () => {
  project.stack("Local/refused", { services: { web: { image: "nginx:1.26", container_name: "no name" } } });
  onTestFinished(() => project.remove("Local/refused"));
  expect(await project.operation("up")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("stacks/Local/refused/compose.yaml"),
  });
  expect(await project.operation("drift")).toMatchObject({ code: 2, stdout: found });
});

test("the next run repairs all changes, and nothing else", async () => {
  const steady = await containerId("steady");
  const steps = ["create-replacement", "delete-replaced", "replace"];
  expect((await project.up()).changes).toEqual(
    steps.flatMap((step) => ["gone", "halted", "lax"].map((name) => `${step} Container Local/${name}/web`)),
  );
  expect(await containerId("steady")).toBe(steady);
  const states = names.map((name) =>
    docker("inspect", "--format={{.State.Status}} {{.HostConfig.RestartPolicy.Name}}", `${stage}-${name}`),
  );
  expect(await Promise.all(states)).toEqual(names.map(() => "running unless-stopped"));
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});

test.each(["", "1"])("`make up` repairs the same with DEEP=%s", async (deep) => {
  await docker("rm", "--force", `${stage}-gone`);
  await docker("stop", `${stage}-halted`);
  await docker("update", "--restart=no", `${stage}-lax`);
  const steady = await containerId("steady");
  expect(await project.operation("up", { DEEP: deep })).toMatchObject({ code: 0, stderr: "" });
  expect(await project.operation("drift")).toEqual({
    code: 0,
    stdout: `Stage ${stage} is as it was recorded.\n`,
    stderr: "",
  });
  expect(await containerId("steady")).toBe(steady);
});

test("afterwards all is well", async () => {
  // Containers with a healthcheck are starting at first.
  await expect
    .poll(() => project.operation("status"), { timeout: 60_000, interval: 1_000 })
    .toMatchObject({ code: 0, stdout: expect.stringMatching(/\nAll well\.\n$/), stderr: "" });
});
