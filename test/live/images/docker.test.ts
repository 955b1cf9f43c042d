import { expect, test } from "vitest";
import { privilegedOptions } from "../../../dev/runner/engine/engine.ts";
import { healthy } from "../support/healthy.ts";
import { freeSubnet } from "../support/names.ts";
import { atEnd, docker, randomName, start } from "./container.ts";

const network = randomName();
const timeout = 120_000;

/** An engine that others on the network know as `docker`. */
async function engine(...args: string[]): Promise<string> {
  const options = await privilegedOptions("docker:26.1-cli");
  const named = ["--network", network, "--network-alias", "docker"];
  const shared = ["--volume", `${network}-certificates:/certs/client`];
  const container = await start(...options, ...named, ...shared, ...args);
  await healthy(container, ["docker", "version"]);
  return container;
}

function client(...command: string[]): Promise<string> {
  const shared = ["--network", network, "--volume", `${network}-certificates:/certs/client:ro`];
  return docker("run", "--rm", ...shared, "docker:26.1-cli", ...command);
}

const version = ["docker", "version", "--format", "{{.Server.Version}}"];

test("client and engine connect by TLS with a shared volume as the only setting", { timeout }, async () => {
  await docker("network", "create", `--subnet=${freeSubnet()}`, network);
  atEnd(() => docker("volume", "rm", "--force", `${network}-certificates`));
  atEnd(() => docker("network", "rm", network));
  const container = await engine("docker:26.1-dind", "--default-address-pool=base=10.213.0.0/16,size=24");
  expect(await client(...version)).toMatch(/^26\.1\./);
  expect(await client("docker", "network", "inspect", "bridge")).toContain('"Subnet": "10.213.0.0/24"');
  const plain = ["env", "--unset=DOCKER_TLS_VERIFY", "docker", "--host=tcp://docker:2376", "version"];
  await expect(client(...plain)).rejects.toThrow(/HTTP request to an HTTPS server|400/);
  expect(await client("info", "--format", "{{.Driver}}")).toMatch(/^(overlay2|vfs|fuse-overlayfs)$/);
  await docker("rm", "--force", "--volumes", container);
  await engine("--env", "DOCKER_TLS_CERTDIR=", "docker:26.1-dind");
  const host = ["--env", "DOCKER_HOST=tcp://docker:2375", "--network", network, "docker:26.1-cli"];
  expect(await docker("run", "--rm", ...host, ...version)).toMatch(/^26\.1\./);
});

test("other commands run unchanged", { timeout }, async () => {
  expect(await docker("run", "--rm", "docker:26.1-cli", "git", "--version")).toMatch(/^git version/);
  expect(await docker("run", "--rm", "docker:26.1-cli", "compose", "version", "--short")).toMatch(/^v?2\./);
  expect(await docker("run", "--rm", "docker:26.1-dind", "dockerd", "--version")).toMatch(
    /^Docker version 26\.1/,
  );
});
