import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { BuildxBuilder } from "../../../lib/docker/buildx-builder.ts";

const root = mkdtempSync(join(tmpdir(), "smallboat-builder-"));
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => vi.stubEnv("DOCKER_CONFIG", mkdtempSync(join(root, "docker-"))));

/** Files below the docker command's folder, and what stands in those of JSON. */
function files(): Record<string, unknown> {
  const folder = process.env.DOCKER_CONFIG ?? "";
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
  return Object.fromEntries(
    found.map(([name, text]) => [name, text.startsWith("{") ? JSON.parse(text) : text]),
  );
}

const group = (name: string, endpoint: string) => ({
  Name: name,
  Driver: "",
  Nodes: [{ Name: name, Endpoint: endpoint, Platforms: null, DriverOpts: null, Flags: null, Files: null }],
  Dynamic: false,
});

test.each([
  ["unix:///run/other.sock", "unix:///run/other.sock"],
  ["tcp://10.0.0.7:2375", "tcp://10.0.0.7:2375"],
  ["ssh://me@far:2222", "unix://.smallboat/ssh/me@far_2222.sock"],
])("the builder of %s builds on its engine", (engine, endpoint) => {
  const builder = new BuildxBuilder("dev", "far", engine, undefined);
  builder.open();
  expect(files()).toEqual({ [`buildx/instances/${builder.name}`]: group(builder.name, endpoint) });
  builder.close();
  expect(files()).toEqual({});
});

test("certificates are in a docker context, the only place for them", () => {
  const certPath = join(root, "certificates");
  mkdirSync(certPath);
  for (const name of ["ca", "cert", "key"]) writeFileSync(join(certPath, `${name}.pem`), name);
  const builder = new BuildxBuilder("dev", "far", "tcp://10.0.0.7:2376", certPath);
  builder.open();
  const id = expect.stringMatching(/^[0-9a-f]{64}$/);
  const [first = ""] = Object.keys(files()).filter((name) => name.startsWith("contexts/meta/"));
  const folder = first.split("/")[2] ?? "";
  expect(folder).toEqual(id);
  const context = {
    Name: builder.name,
    Metadata: {},
    Endpoints: { docker: { Host: "tcp://10.0.0.7:2376", SkipTLSVerify: false } },
  };
  expect(files()).toEqual({
    [`buildx/instances/${builder.name}`]: group(builder.name, builder.name),
    [`contexts/meta/${folder}/meta.json`]: context,
    [`contexts/tls/${folder}/docker/ca.pem`]: "ca",
    [`contexts/tls/${folder}/docker/cert.pem`]: "cert",
    [`contexts/tls/${folder}/docker/key.pem`]: "key",
  });
  builder.close();
  expect(files()).toEqual({});
});

test("simultaneous builds share it, and the last one removes it", () => {
  const builder = new BuildxBuilder("dev", "far", "unix:///run/other.sock", undefined);
  builder.open();
  builder.open();
  builder.close();
  expect(Object.keys(files())).toEqual([`buildx/instances/${builder.name}`]);
  builder.close();
  expect(files()).toEqual({});
});

test("stages and hosts have builders of their own, the same in every run", () => {
  const name = (stage: string, host: string) => new BuildxBuilder(stage, host, "unix:///x", undefined).name;
  expect(name("dev", "far")).toBe(name("dev", "far"));
  expect(new Set([name("dev", "far"), name("dev", "near"), name("prod", "far")]).size).toBe(3);
});
