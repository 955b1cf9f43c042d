import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { run } from "../support/command.ts";
import { SshHosts } from "../support/ssh-hosts.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const hosts = new SshHosts();
afterAll(() => hosts.stop());
const [boat, quay] = await hosts.start("boat", "quay");
if (!boat || !quay) throw new Error("two machines");
const ask = join(import.meta.dirname, "ask.ts");
const version = `version ${await boat.docker("version", "--format={{.Server.Version}}")}`;
const file = (name: string) => join(hosts.folder, name);
const plain = readFileSync(file("ssh_config"), "utf8");
const known = readFileSync(file("known_hosts"), "utf8");

/** A user's checkout and ssh: sections before those that know the hosts, or in their place. */
class User {
  readonly folder = mkdtempSync(join(hosts.folder, "user-"));
  readonly path = `${join(this.folder, "bin")}${delimiter}${process.env.PATH}`;

  constructor({ config = plain, first = "" } = {}) {
    const place = join(this.folder, "config");
    writeFileSync(place, `${first}${config}`);
    mkdirSync(join(this.folder, "bin"));
    const script = `#!/bin/sh\nPATH=${process.env.PATH}\nexec ssh -F ${place} "$@"\n`;
    writeFileSync(join(this.folder, "bin/ssh"), script, { mode: 0o755 });
  }

  ask(address: string, PATH = this.path): Promise<string> {
    const { SSH_AUTH_SOCK: _, ...env } = process.env;
    return run(process.execPath, [ask, address], { cwd: this.folder, env: { ...env, PATH } });
  }

  /** What smallboat keeps for a tunnel. */
  file(name: string): string {
    return join(this.folder, ".smallboat/ssh", name);
  }
}

const line = (address: string, found: string, remedy: string) =>
  `engine: expected a Docker engine at ${address}, found "${found}"; ${remedy}`;
const byHand = (words: string) => `make "ssh ${words}" work`;

test("a key with a passphrase, and no agent", async () => {
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "a passphrase", "-f", file("locked")]);
  const user = new User({ config: plain.replace(file("user"), file("locked")) });
  const remedy = "without a question: install your key there with ssh-copy-id, unlock it here with ssh-add";
  expect(await user.ask("ssh://boat")).toMatch(
    new RegExp(
      `^refused ${line("ssh://boat", `root@${boat.address}: Permission denied \\(.*\\)\\.`, `${byHand("boat")} ${remedy}`)}$`,
    ),
  );
});

test("a wrong port", async () => {
  const refused = `ssh: connect to host ${boat.address} port 2222: Connection refused`;
  const remedy = `${byHand("-p 2222 boat")}, or correct the address`;
  expect(await new User().ask("ssh://boat:2222")).toBe(
    `unreachable ${line("ssh://boat:2222", refused, remedy)}`,
  );
});

test("a host key that is not known, and one that has changed", async () => {
  writeFileSync(file("none_known"), "");
  const stranger = new User({ first: `UserKnownHostsFile ${file("none_known")}\n` });
  expect(await stranger.ask("ssh://boat")).toBe(
    `refused ${line("ssh://boat", "a host key that is not known", 'check and accept it with "ssh boat"')}`,
  );
  const other = known.split("\n").find((entry) => entry.startsWith("quay "));
  writeFileSync(file("other_known"), `${other?.replace("quay", "boat")}\n`);
  const robbed = new User({ first: `UserKnownHostsFile ${file("other_known")}\n` });
  expect(await robbed.ask("ssh://boat")).toMatch(
    /^refused .*found "a host key that is not the known one"; find out why; if the new key is right, forget the old one: ssh-keygen .*boat.?$/,
  );
});

test("a jump host, and one that cannot be reached", async () => {
  // As seen from the quay, which jumps to itself.
  const inner = "Host inner\n  HostName 127.0.0.1\n  HostKeyAlias quay\n  ProxyJump quay\n";
  const before = quay.accepted().connections;
  expect(await new User({ first: inner }).ask("ssh://inner")).toBe(version);
  expect(quay.accepted().connections - before).toBe(2);
  const lost = new User({ first: "Host boat\n  ProxyJump nobody@127.0.0.1:1\n" });
  const refused = "ssh: connect to host 127.0.0.1 port 1: Connection refused";
  expect(await lost.ask("ssh://boat")).toBe(
    `unreachable ${line("ssh://boat", refused, `${byHand("boat")}, or correct the address`)}`,
  );
});

test("an sshd that was restarted, and a socket without a server", async () => {
  const user = new User();
  expect(await user.ask("ssh://boat")).toBe(version);
  await boat.restartSshd();
  expect(await user.ask("ssh://boat")).toBe(version);
  const next = new User();
  mkdirSync(dirname(next.file("boat.sock")), { recursive: true });
  // A listener whose process is killed leaves its socket behind; closing it would not.
  await run(process.execPath, [
    "-e",
    `require("node:net").createServer().listen(${JSON.stringify(next.file("boat.sock"))}, () => process.kill(process.pid, "SIGKILL"))`,
  ]).catch(() => undefined);
  expect(await next.ask("ssh://boat")).toBe(version);
});

test("commands that start at the same time share one connection", async () => {
  const user = new User();
  const before = boat.accepted();
  expect(await Promise.all(Array.from({ length: 5 }, () => user.ask("ssh://boat")))).toEqual(
    Array(5).fill(version),
  );
  const { connections, sessions } = boat.accepted();
  expect({
    connections: connections - before.connections,
    sessions: sessions - before.sessions,
  }).toEqual({ connections: 1, sessions: 1 });
});

test("a folder and an address that are too long for the path of a socket", async () => {
  const long = "b".repeat(200);
  const user = new User({ first: `Host ${long}\n  HostName ${boat.address}\n  HostKeyAlias boat\n` });
  const deep = join(user.folder, "d".repeat(120));
  mkdirSync(deep);
  const env = { ...process.env, PATH: user.path };
  expect(await run(process.execPath, [ask, `ssh://${long}`], { cwd: deep, env })).toBe(version);
});

test("an address of IPv6", async () => {
  const address = await boat.addIpv6();
  const user = new User({ first: `Host ${address}\n  HostKeyAlias boat\n` });
  expect(await user.ask(`ssh://[${address}]:22`)).toBe(version);
});

test("no ssh", async () => {
  expect(await new User().ask("ssh://boat", "/nonexistent")).toBe(
    `refused ${line("ssh://boat", "no ssh: spawn ssh ENOENT", "install ssh, or add it to PATH")}`,
  );
});
