import { expect, test } from "vitest";
import { docker } from "../support/command.ts";
import { Project } from "../support/project.ts";

const project = new Project();
const { stage } = project;
const shell = { image: "nginx:1.26", entrypoint: ["/bin/sh", "-c"], stop_signal: "SIGKILL" };

/** When something happened to a container, as milliseconds. */
async function time(container: string, field: string): Promise<number> {
  return Date.parse(await docker("inspect", `--format={{${field}}}`, `${stage}-${container}-1`));
}

test("a dependent is created after its database is healthy and its migration has ended", async () => {
  project.stack("Local/app", {
    name: `${stage}-app`,
    services: {
      db: {
        ...shell,
        command: ["sleep 2; touch /tmp/ready; sleep infinity"],
        healthcheck: { test: "test -e /tmp/ready", interval: "3s", retries: 60 },
      },
      migration: { ...shell, command: ["sleep 1"], depends_on: { db: { condition: "service_healthy" } } },
      web: {
        ...shell,
        command: ["sleep infinity"],
        depends_on: { migration: { condition: "service_completed_successfully" } },
      },
    },
  });
  await project.up();
  const order = [
    (await time("app-db", ".State.StartedAt")) + 2000,
    await time("app-migration", ".Created"),
    await time("app-migration", ".State.FinishedAt"),
    await time("app-web", ".Created"),
  ];
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test("a migration that fails stops the run with one line, and the next run goes on; one that has ended is left alone", async () => {
  const job = (command: string) =>
    project.stack("Local/job", {
      name: `${stage}-job`,
      services: {
        migration: { ...shell, command: [command] },
        web: {
          ...shell,
          command: ["sleep infinity"],
          depends_on: { migration: { condition: "service_completed_successfully" } },
        },
      },
    });
  job("exit 3");
  const { code, stdout } = await project.operation("up");
  const container = `${stage}-job-migration-1`;
  expect([code, stdout.split("\n").filter((line) => line.includes("exit code"))]).toEqual([
    1,
    [
      `error: after hook "Local: completed" failed: Local/job/migration: expected container ${container} to end with exit code 0, found exit code 3; ` +
        `see why with: docker logs ${container}`,
    ],
  ]);
  job("exit 0");
  const { changes } = await project.up();
  expect(changes).toEqual([
    "create Container Local/job/web",
    "create-replacement Container Local/job/migration",
    "delete-replaced Container Local/job/migration",
    "replace Container Local/job/migration",
  ]);
});
