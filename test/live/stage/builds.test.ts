import { lstatSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { docker } from "../support/command.ts";
import { Project } from "../support/project.ts";

const project = new Project();
const { stage } = project;
const image = (name: string) => `${stage}-${name}:1`;
afterAll(async () => void (await docker("image", "rm", "--force", image("secret"), image("inline"))));

const service = (name: string, build: object) => ({
  image: image(name),
  build: { labels: { own: name }, ...build },
  container_name: `${stage}-${name}`,
  command: ["sleep", "infinity"],
  stop_signal: "SIGKILL",
  network_mode: "none",
});

test("a change of a secret's file rebuilds the image that uses it, and no other", async () => {
  project.write("Local/built/token", "one");
  project.write(
    "Local/built/other/Dockerfile",
    "FROM nginx:1.26\nRUN --mount=type=secret,id=token cp /run/secrets/token /copy\n",
  );
  project.write("Local/built/app/page", "page");
  project.stack("Local/built", {
    services: {
      secret: service("secret", {
        context: "app",
        dockerfile: "../other/Dockerfile",
        secrets: ["token"],
        no_cache: true,
      }),
      inline: service("inline", { context: "app", dockerfile_inline: "FROM nginx:1.26\nCOPY page /page\n" }),
    },
    secrets: { token: { file: "./token" } },
  });
  await project.up();
  const label = (name: string) => docker("image", "inspect", "--format={{.Config.Labels.own}}", image(name));
  expect(await Promise.all([label("secret"), label("inline")])).toEqual(["secret", "inline"]);
  expect((await project.up()).changes).toEqual([]);

  project.write("Local/built/token", "two");
  const { changes } = await project.up();
  expect(changes.filter((each) => each.startsWith("replace "))).toEqual([
    "replace Container Local/built/secret",
    `replace RemoteImage Local/built/${image("secret")}`,
  ]);
  expect(await docker("exec", `${stage}-secret`, "cat", "/copy")).toBe("two");
}, 400_000);

test("a build that an earlier version recorded stays unchanged until its files change", async () => {
  const exported = JSON.parse((await project.pulumi("stack", "export")).stdout);
  const { resources }: { resources: Recorded[] } = exported.deployment;
  const images = resources.filter(({ type, inputs }) => type.endsWith(":RemoteImage") && inputs?.build);
  expect(images).toHaveLength(2);
  for (const { inputs, outputs } of images) {
    for (const { build } of [inputs, outputs]) {
      build.builder = undefined;
      for (const labels of [build.label, build.labels]) delete labels["smallboat.context"];
    }
  }
  writeFileSync(join(project.folder, "state.json"), JSON.stringify(exported));
  expect((await project.pulumi("stack", "import", "--file", "state.json")).code).toBe(0);
  // Another operator's context: builds go to the engine of the host all the same.
  project.env.DOCKER_HOST = "tcp://127.0.0.1:1";
  expect((await project.up()).changes).toEqual([]);

  project.write("Local/built/app/page", "another page");
  const { changes } = await project.up();
  expect(changes.filter((each) => each.startsWith("replace "))).toEqual([
    "replace Container Local/built/inline",
    "replace Container Local/built/secret",
    `replace RemoteImage Local/built/${image("inline")}`,
    `replace RemoteImage Local/built/${image("secret")}`,
  ]);
  expect(await docker("exec", `${stage}-inline`, "cat", "/page")).toBe("another page");
}, 400_000);

test("drift and preview report a moved image, and write nothing", async () => {
  await docker("tag", "nginx:1.26", image("inline"));
  const before = [written(), await docker("image", "inspect", "--format={{.Id}}", image("inline"))];
  const { code, stdout } = await project.operation("drift");
  expect({ code, stdout }).toEqual({
    code: 2,
    stdout: `Local/built image ${image("inline")}: moved to another image\n`,
  });
  expect((await project.operation("preview")).code).toBe(0);
  const after = [written(), await docker("image", "inspect", "--format={{.Id}}", image("inline"))];
  expect(after).toEqual(before);
}, 400_000);

/** Every file of the project's own, with the time of its last change. */
function written(): string[] {
  const { folder } = project;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return files.map((name) => `${name} ${lstatSync(join(folder, name)).mtimeMs}`);
}

interface Recorded {
  readonly type: string;
  readonly inputs: { readonly build: Build };
  readonly outputs: { readonly build: Build };
}

interface Build {
  builder: string | undefined;
  readonly label: Record<string, string>;
  readonly labels: Record<string, string>;
}
