import { beforeAll, expect, test } from "vitest";
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

function containerId(name: string): Promise<string> {
  return docker("inspect", "--format={{.Id}}", `${stage}-${name}`);
}

beforeAll(() => project.up());

test("drift names what was removed, stopped and changed by hand, and changes nothing", async () => {
  await docker("rm", "--force", `${stage}-gone`);
  await docker("stop", `${stage}-halted`);
  await docker("update", "--restart=no", `${stage}-lax`);
  const found = {
    code: 2,
    stdout: [
      "Local/gone web: container removed",
      "Local/halted web: container stopped",
      "Local/lax web: restart changed unless-stopped -> no",
      "",
    ].join("\n"),
    stderr: "",
  };
  expect(await project.operation("drift")).toEqual(found);
  expect(await project.operation("drift")).toEqual(found);
});

test("the next run repairs exactly that", async () => {
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

test("afterwards nothing differs", async () => {
  expect(await project.operation("drift")).toEqual({
    code: 0,
    stdout: `Stage ${stage} is as it was recorded.\n`,
    stderr: "",
  });
});
