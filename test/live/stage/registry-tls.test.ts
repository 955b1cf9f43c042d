import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { beforeAll, expect, test } from "vitest";
import { attempt, dockerLines } from "../support/command.ts";
import { freePort } from "../support/names.ts";
import { Project } from "../support/project.ts";
import { Client } from "../support/registry.ts";
import { rewriteState } from "../support/state.ts";

const port = await freePort();
const address = `127.0.0.1:${port}`;
const trusted = `/etc/docker/certs.d/${address}`;
const settings = { registry: { host: "Local", port, tls: "self-signed" }, generateSecrets: true };
const project = new Project(settings, trusted);
const authority = join(project.folder, "ca.crt");
const client = new Client(project, "member");
let password: string;

beforeAll(async () => {
  await project.up();
  password = (await project.outputs()).registry.password;
  writeFileSync(authority, readFileSync(join(trusted, "ca.crt")));
});

function curl(...args: string[]) {
  const status = ["--silent", "--show-error", "--output", "/dev/null", "--write-out", "%{http_code}"];
  return attempt("curl", [...status, ...args, `https://${address}/v2/`]);
}

test("the served certificate is valid for the address, and is the one that the engine trusts", async () => {
  const ca = readFileSync(authority);
  const socket = connect({ host: "127.0.0.1", port, ca });
  const [authorized, served] = await new Promise<[boolean, Buffer]>((resolve, reject) =>
    socket
      .on("secureConnect", () => resolve([socket.authorized, socket.getPeerCertificate().raw]))
      .on("error", reject),
  );
  socket.destroy();
  const certificate = new X509Certificate(served);
  expect({
    authorized,
    sameAsTrusted: certificate.fingerprint256 === new X509Certificate(ca).fingerprint256,
    subjectAltName: certificate.subjectAltName,
    subject: certificate.subject,
  }).toEqual({
    authorized: true,
    sameAsTrusted: true,
    subjectAltName: "IP Address:127.0.0.1",
    subject: "CN=127.0.0.1",
  });
});

test("curl accepts it with only the authority, and the login is required", async () => {
  expect((await curl()).code).toBe(60);
  expect((await curl("--cacert", authority)).stdout).toBe("401");
  expect((await curl("--cacert", authority, "--user", `repouser:${password}`)).stdout).toBe("200");
});

test("login, push and pull go over https", async () => {
  const image = `${address}/docker-local/boat:${project.stage}`;
  await client.image(image);
  expect((await client.login(address, "repouser", "wrong")).stderr).toContain(`https://${address}/v2/`);
  expect((await client.login(address, "repouser", password)).code).toBe(0);
  expect((await client.call("push", image)).code).toBe(0);
  await client.call("image", "rm", image);
  expect((await client.call("pull", "--quiet", image)).stdout).toBe(`${image}\n`);
});

/** Rights and owner of files of the registry's container. */
const access = async (...files: string[]) => {
  const names = files.map((file) => `/etc/distribution/${file}`);
  return dockerLines("exec", `smallboat-${project.stage}-registry`, "stat", "-c", "%a %u %n", ...names);
};

test("only the registry may read key and logins; a container of an earlier version keeps readable ones", async () => {
  expect(await access("tls.key", "htpasswd", "tls.crt")).toEqual([
    "400 0 /etc/distribution/htpasswd",
    "400 0 /etc/distribution/tls.key",
    "644 0 /etc/distribution/tls.crt",
  ]);
  // As earlier versions recorded them.
  await rewriteState(project, ({ permissions, ...rest }) =>
    permissions === "0400" ? rest : { ...rest, ...(permissions !== undefined && { permissions }) },
  );
  expect((await project.up()).changes).toEqual([]);
});

test("the next run keeps the certificate", async () => {
  expect((await project.up()).changes).toEqual([]);
  expect(existsSync(join(trusted, "ca.crt"))).toBe(true);
});
