import { beforeAll, expect, test } from "vitest";
import { attempt, docker } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { Client } from "../support/registry.ts";

const subnet = "{{(index .IPAM.Config 0).Subnet}}";
const bridge = (await docker("network", "inspect", "bridge", "--format", subnet)).replace(/0\/\d+$/, "1");
const port = await freePort();
const address = `${bridge}:${port}`;
const registry = { host: "Local", port, address, bind: bridge, tls: "self-signed", copies: ["nginx:1.26"] };
const project = new Project({ registry, generateSecrets: true }, `/etc/docker/certs.d/${address}`);
const copy = `${address}/docker-local/nginx:1.26`;
const image = `${address}/docker-local/web:${project.stage}`;
const container = `${project.stage}-web-web-1`;
const member = new Client(project, "member");

/** Pushes another image under the tag that the stack runs, as somebody elsewhere does: this engine keeps what it has. */
async function push(author: string): Promise<string> {
  const kept = await attempt("docker", ["image", "inspect", "--format", "{{.Id}}", image]);
  const made = await docker("create", copy);
  await docker("commit", "--author", author, made, image);
  await docker("rm", made);
  const { stdout } = await member.call("push", "--quiet", image);
  const digest = await docker("image", "inspect", "--format", "{{index .RepoDigests 0}}", image);
  if (kept.code === 0) await docker("tag", kept.stdout.trim(), image);
  else await docker("image", "rm", image);
  expect(stdout.trim()).toBe(image);
  return digest;
}

beforeAll(async () => {
  await project.up();
  await member.login(address, "repouser", (await project.outputs()).registry.password);
});

test("the registry carries copies under their own names, and the engine does not keep the tag", async () => {
  const before = await attempt("docker", ["image", "inspect", copy]);
  expect([before.code, (await member.call("pull", "--quiet", copy)).stdout]).toEqual([1, `${copy}\n`]);
});

test("on Docker's bridge it has the same address for containers, and is closed to other machines", async () => {
  const script = `wget -q -O - --no-check-certificate https://${address}/`;
  const { code } = await attempt("docker", ["run", "--rm", "--entrypoint", "sh", "registry:3", "-c", script]);
  const loopback = await attempt("curl", ["--silent", `https://127.0.0.1:${port}/`]);
  expect([code, loopback.code]).toEqual([0, 7]);
});

test("the next run pulls an image that was pushed under the same tag, replaces its container, and changes nothing else", async () => {
  const first = await push("first");
  project.stack("Local/web", {
    name: `${project.stage}-web`,
    services: { web: { image: "$REGISTRY/web:$STAGE" } },
  });
  await project.up();
  const running = async () =>
    docker("image", "inspect", "--format", "{{index .RepoDigests 0}}", await imageOf(container));
  expect(await running()).toBe(first);
  expect((await project.up()).changes).toEqual([]);

  const second = await push("second");
  expect((await project.up()).changes).toEqual(
    [
      `create-replacement RemoteImage Local/${image}`,
      "delete-replaced Container Local/web/web",
      `delete-replaced RemoteImage Local/${image}`,
      "replace Container Local/web/web",
      `replace RemoteImage Local/${image}`,
      "create-replacement Container Local/web/web",
    ].sort(),
  );
  expect(await running()).toBe(second);
  expect((await project.up()).changes).toEqual([]);
});

function imageOf(name: string): Promise<string> {
  return docker("inspect", "--format", "{{.Image}}", name);
}
