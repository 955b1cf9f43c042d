import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { docker, dockerLines } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { engine, Project } from "../support/project.ts";

const project = new Project();
const { stage } = project;
const port = { page: await freePort(), built: await freePort() };

function page(text: string): void {
  project.write("Local/app/html/index.html", text);
}

function app({ replicas = 2 } = {}): void {
  project.stack("Local/app", {
    name: `${stage}-app`,
    services: {
      page: {
        image: "nginx:1.26",
        volumes: ["./html:/usr/share/nginx/html:ro"],
        ports: [`127.0.0.1:${port.page}:80`],
      },
      built: { build: "./image", image: `${stage}-built:1`, ports: [`127.0.0.1:${port.built}:80`] },
      worker: { image: "nginx:1.26", scale: replicas },
      slow: {
        image: "nginx:1.26",
        entrypoint: ["/bin/bash", "-c"],
        command: [
          'trap "sleep 2; echo $$FAREWELL > /data/farewell; exit" TERM; while :; do sleep infinity & wait; done',
        ],
        environment: { FAREWELL: "first" },
        stop_signal: "SIGTERM",
        stop_grace_period: "20s",
        volumes: ["data:/data"],
      },
    },
    volumes: { data: {} },
  });
}

async function served(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/`)).text();
}

/** Resources that are replaced, as the changes name them. */
function replaced(...resources: string[]): string[] {
  const steps = ["create-replacement", "delete-replaced", "replace"];
  return steps.flatMap((step) => resources.map((resource) => `${step} ${resource}`));
}

beforeAll(async () => {
  project.write("Local/app/image/Dockerfile", "FROM nginx:1.26\nCOPY index.html /usr/share/nginx/html\n");
  project.write("Local/app/image/.dockerignore", "*.md\n");
  project.write("Local/app/image/index.html", "built first");
  page("first");
  app();
  await project.up();
});

test("a change of a file that is mounted replaces that container alone, and one of a file that the build cannot see nothing", async () => {
  page("second");
  project.write("Local/app/image/notes.md", "notes");
  expect((await project.up()).changes).toEqual(replaced("Container Local/app/page"));
  expect(await served(port.page)).toBe("second");
});

test("a change of a file of the build context builds the image anew, and replaces its container; one more replica is one more container", async () => {
  project.write("Local/app/image/index.html", "built second");
  app({ replicas: 3 });
  expect((await project.up()).changes).toEqual([
    "create Container Local/app/worker-3",
    ...replaced("Container Local/app/built", `RemoteImage Local/app/${stage}-built:1`),
  ]);
  expect(await served(port.built)).toBe("built second");
  expect(await dockerLines("ps", "--format={{.Names}}", `--filter=name=^${stage}-app-worker-`)).toEqual(
    [1, 2, 3].map((number) => `${stage}-app-worker-${number}`),
  );
});

test("a change of a file beside compose.yaml replaces only the containers that use it; one that needs two seconds to stop gets them", async () => {
  project.write(
    "Local/app/compose.override.yaml",
    "services: {slow: {environment: {FAREWELL: second}, depends_on: [page]}}\n",
  );
  expect((await project.up()).changes).toEqual(replaced("Container Local/app/slow"));
  expect(await docker("exec", `${stage}-app-slow-1`, "cat", "/data/farewell")).toBe("first");
  const files = (service: string) =>
    docker(
      "inspect",
      '--format={{index .Config.Labels "com.docker.compose.project.config_files"}}',
      `${stage}-app-${service}-1`,
    );
  const [base, both] = [await files("page"), await files("slow")];
  expect([base.split(",").length, both.split(",").length]).toEqual([1, 2]);
});

test("a renamed folder replaces only the containers that mount its files, each time", async () => {
  const renamed = async (from: string, to: string) => {
    const folder = (name: string) => join(project.folder, "stacks/Local", name);
    renameSync(folder(from), folder(to));
    const { changes } = await project.up();
    const page = (name: string) => `Container Local/${name}/page`;
    expect(changes).toEqual([
      `create-replacement ${page(to)}`,
      `delete-replaced ${page(from)}`,
      `replace ${page(to)}`,
    ]);
  };
  await renamed("app", "moved");
  await renamed("moved", "there");
});

test("a folder that moves to another host name of the same engine keeps its containers in the same way", async () => {
  project.configure({ hosts: { Local: { engine }, Other: { engine } } });
  const folder = (id: string) => join(project.folder, "stacks", id);
  mkdirSync(folder("Other"));
  renameSync(folder("Local/there"), folder("Other/app"));
  const { changes } = await project.up();
  expect(changes).toEqual([
    "create Host Other",
    "create RemoteImage Other/nginx:1.26",
    "create docker Other",
    "create-replacement Container Other/app/page",
    "delete RemoteImage Local/nginx:1.26",
    "delete-replaced Container Local/there/page",
    "replace Container Other/app/page",
  ]);
  expect((await project.up()).changes).toEqual([]);
});
