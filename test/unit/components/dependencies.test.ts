import { expect, test } from "vitest";
import { containerPlan, declaredBy, declaredContainer } from "./host-stack.ts";

const dependency = { condition: "service_started", required: true, restart: false } as const;

test("a container waits for its dependencies, for their health and for their end", async () => {
  const containers = [
    containerPlan("db", { healthAwaited: true }),
    containerPlan("migrate", {
      runsToCompletion: true,
      dependsOn: [{ ...dependency, service: "db", condition: "service_healthy" }],
    }),
    containerPlan("web", {
      dependsOn: [
        { ...dependency, service: "db" },
        { ...dependency, service: "migrate", condition: "service_completed_successfully" },
        { ...dependency, service: "absent", required: false },
      ],
    }),
  ];
  expect(await declaredBy({ containers })).toEqual([
    declaredContainer("db"),
    declaredContainer(
      "migrate",
      { attach: true, mustRun: false },
      { dependsOn: ["Container h/s/db"], afterCreate: ["h: serving", "h: completed"] },
    ),
    declaredContainer("web", {}, { dependsOn: ["Container h/s/db", "Container h/s/migrate"] }),
  ]);
});

test("every replica is a container, and a dependent waits for all of them", async () => {
  const named = (name: string) => ({ fields: { name } as never });
  const containers = [
    containerPlan("api", { ...named("s-api-1"), number: 1 }),
    containerPlan("api", { ...named("s-api-2"), number: 2 }),
    containerPlan("web", { dependsOn: [{ ...dependency, service: "api" }] }),
  ];
  expect(await declaredBy({ containers })).toEqual([
    declaredContainer("api", { name: "s-api-1" }),
    declaredContainer("api-2", { name: "s-api-2" }),
    declaredContainer("web", {}, { dependsOn: ["Container h/s/api", "Container h/s/api-2"] }),
  ]);
});

test("namespaces and volumes of another container are referred to by its id", async () => {
  const containers = [
    containerPlan("vpn"),
    containerPlan("client", {
      shares: [
        { field: "networkMode", service: "vpn" },
        { field: "pidMode", service: "vpn" },
        { field: "ipcMode", service: "vpn" },
      ],
      volumesFrom: [{ service: "vpn", readOnly: true }],
      fields: { volumes: [{ containerPath: "/own", hostPath: "/srv/own" }] } as never,
    }),
  ];
  const shared = "container:id of h/s/vpn";
  expect(await declaredBy({ containers })).toEqual([
    declaredContainer(
      "client",
      {
        networkMode: shared,
        pidMode: shared,
        ipcMode: shared,
        volumes: [
          { containerPath: "/own", hostPath: "/srv/own" },
          { fromContainer: "id of h/s/vpn", readOnly: true },
        ],
      },
      { dependsOn: ["Container h/s/vpn"] },
    ),
    declaredContainer("vpn"),
  ]);
});

test("empty lists are not sent", async () => {
  const containers = [
    containerPlan("web", {
      fields: { capAdd: [], envs: [], uploads: [] } as never,
      ignoreChanges: ["ports"],
    }),
  ];
  expect(await declaredBy({ containers })).toEqual([
    declaredContainer("web", {}, { ignoreChanges: ["ports"] }),
  ]);
});
