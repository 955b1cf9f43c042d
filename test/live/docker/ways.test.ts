import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { parseAddress } from "../../../lib/docker/address.ts";
import { connect, engineVersion } from "../../../lib/docker/client.ts";
import { closeTunnel, type SshAddress } from "../../../lib/docker/tunnel.ts";
import { docker, engine } from "./docker.ts";

let version: string;
beforeAll(async () => {
  version = await docker("version", "--format", "{{.Server.Version}}");
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Passes a connection on to this machine's engine. */
function pass(socket: Socket): void {
  const onward = dial("/var/run/docker.sock");
  for (const end of [socket, onward]) end.on("error", () => end.destroy());
  socket.pipe(onward).pipe(socket);
}

test("a socket", async () => {
  expect(await engineVersion(engine)).toBe(version);
});

test("plain tcp", async () => {
  const port = await listen(createServer(pass));
  expect(await engineVersion(connect(`tcp://127.0.0.1:${port}`))).toBe(version);
});

test("tcp with TLS asks for the client's certificate and checks the server's", async () => {
  const certPath = temporary();
  const pem = (name: string) => join(certPath, `${name}.pem`);
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"].concat([
      "-subj",
      "/CN=127.0.0.1",
      "-addext",
      "subjectAltName=IP:127.0.0.1",
      "-keyout",
      pem("key"),
      "-out",
      pem("ca"),
    ]),
    { stdio: "ignore" },
  );
  writeFileSync(pem("cert"), readFileSync(pem("ca")));
  const [ca, key] = [readFileSync(pem("ca")), readFileSync(pem("key"))];
  const port = await listen(createTlsServer({ ca, cert: ca, key, requestCert: true }, pass));
  const address = `tcp://127.0.0.1:${port}`;
  expect(await engineVersion(connect(address, { certPath }))).toBe(version);
  await expect(engineVersion(connect(address))).rejects.toThrow("socket hang up");
});

test.runIf(existsSync("/usr/sbin/sshd") && existsSync("/run/sshd"))(
  "ssh, as the user has set it up",
  async () => {
    const folder = temporary();
    const file = (name: string, ...lines: string[]) => {
      if (lines.length > 0) writeFileSync(join(folder, name), `${lines.join("\n")}\n`, { mode: 0o700 });
      return join(folder, name);
    };
    for (const key of ["host", "user"])
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file(key)]);
    const server = [
      "StrictModes no",
      "UsePAM no",
      `HostKey ${file("host")}`,
      `AuthorizedKeysFile ${file("user.pub")}`,
    ];
    const sshd = ["-i", "-f", file("sshd_config", ...server)];
    const port = await listen(
      createServer({ pauseOnConnect: true }, (socket) => {
        spawn("/usr/sbin/sshd", sshd, { stdio: [socket, socket, "ignore"] });
      }),
    );
    file("known_hosts", "");
    const client = ["HostName 127.0.0.1", "HostKeyAlias boat", "IdentitiesOnly yes"];
    const files = [`IdentityFile ${file("user")}`, `UserKnownHostsFile ${file("known_hosts")}`];
    file(
      "ssh",
      "#!/bin/sh",
      `exec /usr/bin/ssh -F ${file("ssh_config", "Host boat", ...client, ...files)} "$@"`,
    );
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());

    const boat = `ssh://${userInfo().username}@boat:${port}`;
    const stranger = connect(`${boat}/var/run/docker.sock`);
    await expect(engineVersion(stranger)).rejects.toThrow("a host key that is not known");
    file("known_hosts", `boat ${readFileSync(file("host.pub"), "utf8")}`);
    onTestFinished(() => closeTunnel(parseAddress(boat) as SshAddress));
    expect(await engineVersion(connect(boat))).toBe(version);
  },
);

test("an engine that no longer supports the oldest API version is asked in its own version", async () => {
  const server = createHttpServer((request, response) => {
    const tooOld = request.url?.startsWith("/v1.41/");
    const message = "client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade";
    response
      .writeHead(tooOld ? 400 : 200)
      .end(JSON.stringify(tooOld ? { message } : { Version: request.url }));
  });
  const port = await listen(server);
  expect(await engineVersion(connect(`tcp://127.0.0.1:${port}`))).toBe("/v1.44/version");
});

test("an engine that never answers is given up", async () => {
  const port = await listen(createServer());
  const unreachable = connect(`tcp://127.0.0.1:${port}`);
  await expect(unreachable.request("GET", "/version", { timeout: 200 })).rejects.toThrow(
    "no answer within 0.2 s",
  );
});
