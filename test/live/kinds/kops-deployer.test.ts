import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { built } from "../../../dev/toolchain/tests/images.ts";
import { attempt, docker } from "../support/command.ts";
import { builtImage, example } from "../support/examples.ts";
import { randomName } from "../support/names.ts";

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

/** In place of kops, whose releases are in no package registry: a program that tells a version and does nothing. */
const program = "#!/bin/sh\necho 1.32.1\n";
const bridge = "172.17.0.1";
const image = `${randomName()}:1`;
const asked: string[] = [];
let releases: Server;
let published = createHash("sha256").update(program).digest("hex");

beforeAll(async () => {
  await builtImage("kubernetes-deployer");
  releases = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end(url.endsWith(".sha256") ? `${published}\n` : program);
  }).listen(0, bridge);
  await once(releases, "listening");
});

afterAll(async () => {
  releases?.close();
  await attempt("docker", ["rmi", "--force", image]);
});

function build(url: string) {
  const args = ["--build-arg", `IMAGES=${built}`, "--build-arg", `KOPS_RELEASES=${url}`];
  return attempt("docker", [
    "build",
    "--no-cache",
    "--force-rm",
    ...args,
    "--tag",
    image,
    example("kops-deployer"),
  ]);
}

function address(): string {
  return `http://${bridge}:${(releases.address() as AddressInfo).port}`;
}

test("the image is built from a mirror of the releases, and has all programs of its jobs", async () => {
  const { code, stdout, stderr } = await build(address());
  expect([code, code === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  const processor = (await docker("info", "--format", "{{.Architecture}}")) === "aarch64" ? "arm64" : "amd64";
  const kops = `/1.32.1/linux/${processor}/kops`;
  expect(asked).toEqual([kops, `${kops}.sha256`]);
  const script =
    "for each in kops kubectl deploy render docker; do command -v $each; done; kops version --short; ls /tmp";
  expect((await docker("run", "--rm", image, "sh", "-ec", script)).split("\n")).toEqual([
    "/usr/local/bin/kops",
    "/usr/bin/kubectl",
    "/usr/local/bin/deploy",
    "/usr/local/bin/render",
    "/usr/bin/docker",
    "1.32.1",
  ]);
});

test("a changed or missing release makes no image", async () => {
  const [right, nowhere] = [published, `http://${bridge}:1`];
  published = "0".repeat(64);
  const failures = [await build(address()), await build(nowhere)];
  expect(failures.map(({ code, stdout, stderr }) => [code === 0, stdout + stderr])).toEqual([
    [
      false,
      expect.stringContaining(`kops: expected the checksum ${published}, found ${right}; do not use it`),
    ],
    [
      false,
      expect.stringMatching(/kops: expected a release of kops, found none .*; set KOPS_RELEASES to a mirror/),
    ],
  ]);
});
