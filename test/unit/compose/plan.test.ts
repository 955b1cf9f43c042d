import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as docker from "@pulumi/docker";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type ContainerFields,
  loadStack,
  type NetworkFields,
  planStack,
  type VolumeFields,
} from "../../../lib/compose/index.ts";
import type { BuildFields, ContainerPlan } from "../../../lib/compose/stack-plan.ts";
import { DIR, type Given, LABEL, oneService, plan, problems } from "./support.ts";

const hash = expect.stringMatching(/^[0-9a-f]{64}$/);

/** The labels of a container as a map. */
function labels(container: ContainerPlan | undefined): Record<string, string> {
  return Object.fromEntries((container?.fields.labels ?? []).map(({ label, value }) => [label, value]));
}

const configHash = (given: Given, values = {}) =>
  labels(plan(given, values).containers[0])["com.docker.compose.config-hash"];

test("a whole stack", () => {
  const text = `
services:
  web:
    image: example/web:1
    depends_on: {db: {condition: service_healthy}, job: {condition: service_completed_successfully, restart: true}}
    ports: ["127.0.0.1:8080:80"]
    volumes: ["data:/data:ro"]
    labels: {mine: 1}
  db:
    image: example/db:1
    healthcheck: {test: [CMD, ready], interval: 5s, timeout: 3s, retries: 4, start_period: 10s}
    networks: [back]
  job: {image: example/web:1, network_mode: none}
networks: {back: {internal: true, ipam: {config: [{subnet: 172.28.0.0/16, gateway: 172.28.0.1}]}}, default: {external: true, name: shared}}
volumes: {data: {driver_opts: {type: tmpfs}, labels: [kept]}}
`;
  const common = (service: string, dependsOn = "") => ({
    "com.docker.compose.config-hash": hash,
    "com.docker.compose.container-number": "1",
    "com.docker.compose.depends_on": dependsOn,
    "com.docker.compose.oneoff": "False",
    "com.docker.compose.project": "web",
    "com.docker.compose.project.config_files": `${LABEL}/compose.yaml`,
    "com.docker.compose.project.working_dir": LABEL,
    "com.docker.compose.service": service,
    "com.docker.compose.version": "2.40.3",
    "smallboat.stack": "Local/web",
    "smallboat.stage": "dev",
  });
  const asList = (map: Record<string, unknown>) =>
    Object.entries(map)
      .map(([label, value]) => ({ label, value }))
      .sort((a, b) => (a.label < b.label ? -1 : 1));
  const container = {
    number: 1,
    dependsOn: [],
    shares: [],
    volumesFrom: [],
    ignoreChanges: [],
    hostFiles: [],
    ports: [],
  };
  expect(plan(text)).toEqual({
    project: "web",
    networks: [
      {
        key: "back",
        external: false,
        where: "stacks/Local/web/compose.yaml:14:12",
        fields: {
          name: "web_back",
          internal: true,
          ipamConfigs: [{ subnet: "172.28.0.0/16", gateway: "172.28.0.1" }],
          labels: asList({
            "com.docker.compose.network": "back",
            "com.docker.compose.project": "web",
            "smallboat.stage": "dev",
          }),
        },
      },
      {
        key: "default",
        external: true,
        where: "stacks/Local/web/compose.yaml:14:126",
        fields: { name: "shared" },
      },
    ],
    volumes: [
      {
        key: "data",
        where: "stacks/Local/web/compose.yaml:15:11",
        external: false,
        fields: {
          name: "web_data",
          driverOpts: { type: "tmpfs" },
          labels: asList({
            "com.docker.compose.project": "web",
            "com.docker.compose.volume": "data",
            kept: "",
            "smallboat.stage": "dev",
          }),
        },
      },
    ],
    images: [
      {
        key: "example/db:1",
        reference: "example/db:1",
        where: `${LABEL}/compose.yaml:10:5`,
        pull: "missing",
      },
      {
        key: "example/web:1",
        reference: "example/web:1",
        where: `${LABEL}/compose.yaml:4:5`,
        pull: "missing",
      },
    ],
    containers: [
      {
        ...container,
        service: "db",
        image: "example/db:1",
        networks: [{ network: "back", fields: { aliases: ["web-db-1", "db"] } }],
        healthAwaited: true,
        runsToCompletion: false,
        fields: {
          name: "web-db-1",
          restart: "no",
          destroyGraceSeconds: 10,
          healthcheck: {
            tests: ["CMD", "ready"],
            interval: "5s",
            timeout: "3s",
            retries: 4,
            startPeriod: "10s",
          },
          labels: asList(common("db")),
        },
        ignoreChanges: ["healthcheck"],
        where: `${LABEL}/compose.yaml:9:3`,
      },
      {
        ...container,
        service: "job",
        image: "example/web:1",
        networks: [],
        runsToCompletion: true,
        fields: {
          name: "web-job-1",
          restart: "no",
          destroyGraceSeconds: 10,
          networkMode: "none",
          labels: asList(common("job")),
        },
        where: `${LABEL}/compose.yaml:13:3`,
      },
      {
        ...container,
        service: "web",
        image: "example/web:1",
        networks: [{ network: "default", fields: { aliases: ["web-web-1", "web"] } }],
        dependsOn: [
          { service: "db", condition: "service_healthy", required: true, restart: false },
          { service: "job", condition: "service_completed_successfully", required: true, restart: true },
        ],
        runsToCompletion: false,
        fields: {
          name: "web-web-1",
          restart: "no",
          destroyGraceSeconds: 10,
          ports: [{ internal: 80, external: 8080, ip: "127.0.0.1", protocol: "tcp" }],
          volumes: [{ volumeName: "web_data", containerPath: "/data", readOnly: true }],
          labels: asList({
            ...common("web", "db:service_healthy:false,job:service_completed_successfully:true"),
            mine: "1",
          }),
        },
        ignoreChanges: ["ports"],
        ports: [
          {
            ip: "127.0.0.1",
            published: 8080,
            target: 80,
            protocol: "tcp",
            where: `${LABEL}/compose.yaml:6:13`,
          },
        ],
        where: `${LABEL}/compose.yaml:3:3`,
      },
    ],
    notes: [],
    sources: expect.objectContaining({
      services: { db: expect.anything(), job: expect.anything(), web: expect.anything() },
    }),
  });
});

test("replicas differ only in name and number", () => {
  const { containers } = plan(
    "services: {a: {image: x, deploy: {replicas: 2}, ports: ['80']}, none: {image: x, scale: 0}}",
  );
  expect(
    containers.map((each) => [
      each.fields.name,
      each.number,
      labels(each)["com.docker.compose.container-number"],
    ]),
  ).toEqual([
    ["web-a-1", 1, "1"],
    ["web-a-2", 2, "2"],
  ]);
});

test("a plan is plain data", () => {
  const dir = join(import.meta.dirname, "../../cases/compose/jobs");
  const found = planStack(loadStack({ dir, label: "stacks/Local/jobs", values: {} }), {
    stage: "dev",
    host: "Local",
  });
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(readFileSync(join(dir, "compose.yaml"), "utf8")).toContain("service_completed_successfully");
});

describe("the config-hash", () => {
  const stack = (lines: string) => ({
    "compose.yaml": `services:\n  a: {image: x, ${lines}}\n`,
    "page/index.html": "page",
    "a.env": "A=1\n",
    "c.conf": "c",
  });
  const before = stack("volumes: ['./page:/page:ro', './c.conf:/c'], env_file: a.env");

  test("is the same for the same files, in any order of keys", () => {
    expect(configHash({ ...before })).toBe(
      configHash(stack("env_file: a.env, volumes: ['./page:/page:ro', './c.conf:/c']")),
    );
  });

  test.each<[string, Given]>([
    ["a file of a folder", { ...before, "page/index.html": "changed" }],
    ["a new file in a folder", { ...before, "page/more.html": "" }],
    ["a bound file", { ...before, "c.conf": "d" }],
    ["an env file", { ...before, "a.env": "A=2\n" }],
    ["a key", stack("volumes: ['./page:/page:ro', './c.conf:/c'], env_file: a.env, tty: true")],
  ])("changes with %s", (_, after) => expect(configHash(after)).not.toBe(configHash(before)));

  test("does not change with files that the container writes into its own folder", () => {
    const own = stack("volumes: ['./page:/page']");
    expect(configHash({ ...own, "page/index.html": "written by the container" })).toBe(configHash(own));
  });

  test("changes with a secret's value", () => {
    const text = "services: {a: {image: x, secrets: [s]}}\nsecrets: {s: {environment: S}}";
    expect(configHash(text, { S: "1" })).not.toBe(configHash(text, { S: "2" }));
  });
});

test("the fields are inputs of the provider", () => {
  expectTypeOf<ContainerFields & { image: string }>().toExtend<docker.ContainerArgs>();
  expectTypeOf<NetworkFields>().toExtend<docker.NetworkArgs>();
  expectTypeOf<VolumeFields>().toExtend<docker.VolumeArgs>();
  expectTypeOf<BuildFields>().toExtend<docker.types.input.RemoteImageBuild>();
});

test("servers in any order; the note says the order in which they are asked", () => {
  const { containers, notes } = plan(oneService("dns: [8.8.8.8, 8.8.4.4]"));
  expect(containers[0]?.fields.dns).toEqual(["8.8.4.4", "8.8.8.8"]);
  expect(notes).toEqual([
    "stacks/Local/web/compose.yaml:4:5: dns: asked in the order 8.8.4.4, 8.8.8.8, which the provider gives a set",
  ]);
});

test("an empty name from a variable is refused; a stack without services is an empty plan", () => {
  const named = "services: {a: {image: x, volumes: ['vol:/data']}}\nvolumes: {vol: {name: '$UNSET'}}";
  expect(problems(() => plan(named))).toEqual([
    "stacks/Local/web/compose.yaml:2:17: expected volumes.vol.name with a value, found empty text; give its variable a value, or remove name:",
  ]);
  expect(plan("networks: {n: }")).toEqual({
    project: "web",
    networks: [],
    volumes: [],
    images: [],
    containers: [],
    notes: [],
    sources: { composeFiles: { [`${LABEL}/compose.yaml`]: expect.any(String) }, services: {} },
  });
});

test("COMPOSE_FILE may contain an absolute path", () => {
  const files = { ".env": `COMPOSE_FILE=${DIR}/one.yaml`, "one.yaml": "services: {a: {image: x}}" };
  expect(plan(files).containers.length).toBe(1);
});
