import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { address, atEnd, randomName, start } from "../images/container.ts";
import { docker, run } from "../support/command.ts";
import { builtImage, example } from "../support/examples.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

interface Served {
  readonly image: string;
  readonly port: number;
  readonly path: string;
  readonly answer: string;
  readonly folder?: string;
}

const served: readonly Served[] = [
  {
    image: "flask-chat-app",
    port: 5900,
    path: "/health",
    answer: `{"stage":"dev","status":"ok","version":"${version("flask-chat-app")}"}\n`,
  },
  { image: "hello-app-engine", folder: "app", port: 5000, path: "/", answer: "Hello World!" },
  {
    image: "twelve-factor",
    port: 8000,
    path: "/slug?title=Small%20boat!",
    answer: '{"slug":"small-boat"}\n',
  },
];

for (const { image, port, path, answer, folder } of served) {
  test(`the image of ${image} answers, without rights and without a file that it could write`, async () => {
    const container = await start(
      ...["--read-only", "--cap-drop", "ALL", "--tmpfs", "/tmp", "--publish", `127.0.0.1::${port}`],
      await builtImage(image, folder),
    );
    const url = `http://${await address(container, port)}${path}`;
    expect(await vi.waitUntil(() => fetched(url), 30_000)).toBe(answer);
    expect(await docker("exec", container, "id", "-u")).toBe("10001");
  });
}

test("the worker counts the server's entries, and both run from one image on the common base", async () => {
  await builtImage("base-image");
  const image = await builtImage("worker-server");
  const network = randomName();
  await docker("network", "create", network);
  atEnd(() => docker("network", "rm", network));
  const options = ["--network", network, "--env", "WORKER_TOKEN=a token for this test", "--read-only"];
  const server = await start(...options, "--tmpfs", "/data:uid=10001", "--publish", "127.0.0.1::8000", image);
  await start(
    ...options,
    "--env",
    `SERVER_URL=http://${server}:8000`,
    image,
    "python",
    "-m",
    "wordcount.worker",
  );
  const url = `http://${await address(server, 8000)}`;
  await vi.waitUntil(() => fetched(`${url}/health`), 30_000);
  const headers = { "content-type": "application/json" };
  const added = await fetch(`${url}/tasks`, { method: "POST", headers, body: '{"text": "small boat"}' });
  const { id } = (await added.json()) as { id: string };
  const done = await vi.waitUntil(async () => {
    const task = await fetch(`${url}/tasks/${id}`).then((response) => response.json());
    return (task as { result: unknown }).result === null ? undefined : task;
  }, 30_000);
  const common = [
    ["small", 1],
    ["boat", 1],
  ];
  expect(done).toEqual({ id, result: { words: 2, most_common: common } });
});

test("an image is built from copies of base images where IMAGES says", async () => {
  const prefix = `${randomName()}/`;
  const base = `${prefix}python:3.13-slim`;
  const image = `${prefix}twelve-factor`;
  atEnd(() => docker("rmi", image, base));
  const marked = { input: "FROM python:3.13-slim\nLABEL smallboat.test=copy\n" };
  await run("docker", ["build", "--quiet", "--tag", base, "-"], marked);
  const args = ["--build-arg", `IMAGES=${prefix}`, "--tag", image, example("twelve-factor")];
  await docker("build", "--quiet", ...args);
  const label = '{{index .Config.Labels "smallboat.test"}}';
  expect(await docker("inspect", "--format", label, image)).toBe("copy");
});

function version(name: string): string {
  return readFileSync(join(example(name), "VERSION"), "utf8").trim();
}

async function fetched(url: string): Promise<string | undefined> {
  return fetch(url).then(
    (response) => (response.ok ? response.text() : undefined),
    () => undefined,
  );
}
