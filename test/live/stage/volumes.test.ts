import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { docker } from "../support/command.ts";
import { freeSubnet } from "../support/names.ts";
import { Project } from "../support/project.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const project = new Project();
const { stage } = project;
const share = `${stage}-app_share`;

const service = { image: "nginx:1.26", command: ["sleep", "infinity"], init: true };

function app(size: string): void {
  project.stack("Local/app", {
    name: `${stage}-app`,
    services: { web: { ...service, volumes: ["share:/share"] }, other: service },
    volumes: { share: { driver_opts: { type: "tmpfs", device: "tmpfs", o: `size=${size}` } } },
  });
}

/** A stack whose folder has the name of its project. */
function site(name: string): void {
  project.stack(`Local/${name}`, {
    name: `${stage}-${name}`,
    services: { web: { ...service, volumes: ["data:/data"] } },
    volumes: { data: {} },
  });
}

/** What a preview warns of, in order. */
async function previewWarnings(...options: string[]): Promise<string[]> {
  const { code, stdout } = await project.pulumi("preview", "--non-interactive", ...options);
  expect(code).toBe(0);
  return linesOf(stdout, "warning");
}

function linesOf(said: string, kind: "warning" | "error"): string[] {
  const lines = said.split("\n").map((line) => line.trim());
  return lines.filter((line) => line.startsWith(`${kind}: `)).map((line) => line.slice(kind.length + 2));
}

function inspect(container: string, field = ".Id"): Promise<string> {
  return docker("inspect", `--format={{${field}}}`, `${stage}-${container}-1`);
}

function options(): Promise<string> {
  return docker("volume", "inspect", '--format={{index .Options "o"}}', share);
}

beforeAll(async () => {
  app("8m");
  site("old");
  await project.up();
  await docker("exec", `${stage}-old-web-1`, "dd", "if=/dev/zero", "of=/data/kept", "bs=1000", "count=1234");
});

const differs =
  `stacks/Local/app/compose.yaml:21:3: expected volume ${share} with driver_opts.o "size=16m", ` +
  `found driver_opts.o "size=8m" on Local; undo the change, or lose the volume's data with "make up ALLOW_DELETE=${share}"`;

test("a volume that differs from its file stays unchanged, and an update does not begin", async () => {
  app("16m");
  const before = await inspect("app-web");
  const { code, stdout } = await project.pulumi("up", "--yes", "--skip-preview", "--non-interactive");
  expect([code === 0, linesOf(stdout, "error").filter((line) => line.includes(share))]).toEqual([
    false,
    [expect.stringContaining(differs)],
  ]);
  expect([await options(), await inspect("app-web")]).toEqual(["size=8m", before]);
  expect(await previewWarnings("--expect-no-changes")).toEqual([`${differs} [stops an update]`]);
});

test("if its deletion is allowed, it is really new, and so are the containers that use it", async () => {
  const [other, web] = [await inspect("app-other"), await inspect("app-web")];
  const { code, stdout } = await project.operation("up", { ALLOW_DELETE: share });
  expect([code, stdout]).toEqual([0, expect.stringContaining(`volume ${share} is deleted with its data`)]);
  expect([await options(), await inspect("app-other")]).toEqual(["size=16m", other]);
  expect(await inspect("app-web")).not.toBe(web);
  const size = await docker("exec", `${stage}-app-web-1`, "df", "--output=size", "/share");
  expect(size.split("\n").at(-1)?.trim()).toBe("16384");
});

const old = `${stage}-old_data`;
const removal =
  `volume ${old} (1.2 MB) of ${stage}-old stays on Local, and no stack uses it; ` +
  `to delete it: docker volume rm ${old}`;

test("a renamed stack starts with an empty volume and a warning, and its old volume is reported each time; then nothing is left to do", async () => {
  rmSync(join(project.folder, "stacks/Local/old"), { recursive: true });
  site("new");
  const renamed =
    `stacks/Local/new/compose.yaml:17:3: volume ${old} (1.2 MB) stays on Local; ${stage}-new_data on Local ` +
    `starts with an empty one; to go on with it, write "name: ${old}" below volumes.data`;
  expect(await previewWarnings()).toEqual([renamed, removal]);
  await project.up();
  expect(await previewWarnings()).toEqual([removal]);
  await docker("volume", "rm", old);
  expect(await previewWarnings("--refresh", "--expect-no-changes")).toEqual([]);
});

test("a missing volume is created again from its file, and the preview says so", async () => {
  await docker("rm", "--force", `${stage}-app-web-1`);
  await docker("volume", "rm", share);
  expect(await previewWarnings()).toEqual([
    `stacks/Local/app/compose.yaml:21:3: volume ${share} is gone from Local; it is created again and starts empty`,
  ]);
  const steps = ["create-replacement", "delete-replaced", "replace"];
  expect((await project.up()).changes).toEqual(
    steps.flatMap((step) => [`${step} Container Local/app/web`, `${step} Volume Local/app/share`]),
  );
  expect(await options()).toBe("size=16m");
});

/** A stack whose data is in volumes without names: one that its file asks for, one that its image does. */
function anonymous(round: string, command = ["sleep", "infinity"], network: object = {}): void {
  project.stack("Local/anonymous", {
    name: `${stage}-anonymous`,
    networks: { default: { ipam: { config: [{ subnet }] }, ...network } },
    services: {
      web: {
        ...service,
        build: "./image",
        image: `${stage}-anonymous:1`,
        volumes: ["/data"],
        environment: { ROUND: round },
        command,
      },
    },
  });
}

const subnet = freeSubnet();
const places = ["/data", "/cache"];

/** What is in these volumes, and their names. */
async function anonymousData(): Promise<string[]> {
  const read = places.map((place) =>
    docker("exec", `${stage}-anonymous-web-1`, "cat", `${place}/kept`).catch(() => "nothing"),
  );
  const names = await inspect("anonymous-web", "range .Mounts}}{{.Destination}} {{.Name}},{{end");
  return [...(await Promise.all(read)), ...names.split(",").filter(Boolean).sort()];
}

test("anonymous volumes move to the next container, and back to one that is rolled back", async () => {
  project.write("Local/anonymous/image/Dockerfile", "FROM nginx:1.26\nVOLUME /cache\n");
  anonymous("1");
  const { changes } = await project.up();
  // Nothing was left to do for the volume that was missing.
  expect(changes.filter((change) => !change.includes(" Local/anonymous"))).toEqual([]);
  for (const place of places) {
    await docker("exec", `${stage}-anonymous-web-1`, "sh", "-c", `echo ${place} > ${place}/kept`);
  }
  const [before, first] = [await anonymousData(), await inspect("anonymous-web")];
  expect(before.slice(0, 2)).toEqual(places);
  expect((await project.up()).changes).toEqual([]);
  anonymous("2");
  await project.up();
  expect(await inspect("anonymous-web")).not.toBe(first);
  expect(await anonymousData()).toEqual(before);
  const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes", "--non-interactive");
  expect([preview.code, preview.stdout]).toEqual([0, expect.anything()]);
  anonymous("3", ["no-such-program"]);
  expect((await project.pulumi("up", "--yes", "--skip-preview", "--non-interactive")).code).not.toBe(0);
  expect([
    await inspect("anonymous-web", 'index .Config.Labels "smallboat.restored"'),
    await anonymousData(),
  ]).toEqual([expect.stringMatching(/./), before]);
  anonymous("4");
  await project.up();
  expect(await anonymousData()).toEqual(before);
  expect(
    await docker("ps", "--all", "--quiet", `--filter=name=${stage}-anonymous-web-1-smallboat-volumes`),
  ).toBe("");
});
