import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "./command.ts";
import { prepared } from "./machine.ts";
import { freeSubnet, randomName } from "./names.ts";

/** Namespaces need root. */
function requireSshd(): void {
  if (process.getuid?.() !== 0)
    throw new Error("Tests of ssh hosts need root: they make network namespaces.");
  prepared("/usr/sbin/sshd");
}

/** Machines with ssh, and an `ssh` on PATH with the keys for them. */
export class SshHosts {
  /** Bytes that the engine of a host may use, as `mount` takes them (`64m`), by the host's name; default: no limit. */
  readonly #disks: Readonly<Record<string, string>>;

  readonly folder = mkdtempSync(join(tmpdir(), "smallboat-ssh-"));
  /** A value for PATH: its `ssh` knows the hosts by name. */
  readonly path = `${join(this.folder, "bin")}${delimiter}${process.env.PATH}`;
  readonly #hosts: SshHost[] = [];

  constructor({ disks = {} }: { readonly disks?: Readonly<Record<string, string>> } = {}) {
    this.#disks = disks;
  }

  async start(...names: readonly string[]): Promise<SshHost[]> {
    requireSshd();
    await this.#keyPair("user");
    this.#hosts.push(...(await Promise.all(names.map((name) => this.#host(name)))));
    this.#client();
    return this.#hosts;
  }

  get all(): readonly SshHost[] {
    return this.#hosts;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #host(name: string): Promise<SshHost> {
    const host = new SshHost(name, this.folder);
    await this.#keyPair(join(name, "host"));
    await host.start(join(this.folder, "user.pub"), this.#disks[name]);
    return host;
  }

  async #keyPair(path: string): Promise<void> {
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(this.folder, path)]);
  }

  /** The user's ssh configuration. A wrapper passes it on, since ssh uses the real home folder. */
  #client(): void {
    const file = (name: string) => join(this.folder, name);
    const known = this.#hosts.map((host) => `${host.name} ${readFileSync(host.file("host.pub"), "utf8")}`);
    writeFileSync(file("known_hosts"), known.join(""));
    const sections = this.#hosts.map(
      ({ name, address }) => `Host ${name}\n  HostName ${address}\n  HostKeyAlias ${name}\n`,
    );
    const common = `Host *\n  User root\n  IdentitiesOnly yes\n  IdentityFile ${file("user")}\n`;
    writeFileSync(
      file("ssh_config"),
      `${sections.join("")}${common}  UserKnownHostsFile ${file("known_hosts")}\n`,
    );
    mkdirSync(file("bin"));
    writeFileSync(
      file("bin/ssh"),
      `#!/bin/sh\nPATH=${process.env.PATH}\nexec ssh -F ${file("ssh_config")} "$@"\n`,
      { mode: 0o755 },
    );
  }
}

/** A separate machine, from the view of Docker and ssh. */
export class SshHost {
  /** Its name, also in the user's ssh configuration. */
  readonly name: string;
  readonly folder: string;
  readonly #namespace = randomName();
  readonly #subnet = freeSubnet().split("/")[0] as string;
  #process: ChildProcess | undefined;

  constructor(name: string, parent: string) {
    this.name = name;
    this.folder = join(parent, name);
    mkdirSync(this.folder);
  }

  get address(): string {
    return this.#last(2);
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** Calls the docker command on its engine, without ssh. */
  docker(...args: string[]): Promise<string> {
    return run("docker", ["--host", `unix://${this.file("docker.sock")}`, ...args]);
  }

  async start(authorizedKeys: string, disk = ""): Promise<void> {
    const config = [
      "StrictModes no",
      "UsePAM no",
      "LogLevel VERBOSE",
      "PermitRootLogin prohibit-password",
      `PidFile ${this.file("sshd.pid")}`,
      `HostKey ${this.file("host")}`,
      `AuthorizedKeysFile ${authorizedKeys}`,
      `SetEnv DOCKER_HOST=unix://${this.file("docker.sock")}`,
    ];
    writeFileSync(this.file("sshd_config"), `${config.join("\n")}\n`);
    const [, subnet = "", last = ""] = /^(.*)\.(\d+)$/.exec(this.#last(1)) ?? [];
    const script = join(import.meta.dirname, "ssh-host.sh");
    this.#process = spawn("sh", [script, this.#namespace, subnet, last, this.folder, disk], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const { stdout } = this.#process;
    const lines = stdout && createInterface({ input: stdout });
    const ready = lines ? await Promise.race([once(lines, "line"), once(lines, "close")]) : [];
    if (ready[0] !== "ready") throw new Error(`no machine ${this.name}: ${this.#log()}`);
  }

  async stop(): Promise<void> {
    if (!this.#process || this.#process.exitCode !== null) return;
    this.#process.stdin?.end();
    await once(this.#process, "close");
  }

  /** Empties its engine, as after a new set-up of the machine. */
  async empty(): Promise<void> {
    const remove = async (what: string, command: readonly string[], ...filters: readonly string[]) => {
      const ids = await this.docker(what, "ls", "--quiet", ...filters);
      if (ids !== "") await this.docker(what, ...command, ...new Set(ids.split("\n")));
    };
    await remove("container", ["rm", "--force", "--volumes"], "--all");
    await remove("volume", ["rm"]);
    await remove("network", ["rm"], "--filter=type=custom");
    await remove("image", ["rm", "--force"], "--all");
    await this.docker("builder", "prune", "--all", "--force");
  }

  /** Ends its engine and starts it again, as a restart of its service does. @param options further ones of dockerd */
  async restartEngine(...options: readonly string[]): Promise<void> {
    const file = this.file("docker.pid");
    process.kill(Number(readFileSync(file, "utf8")));
    while (existsSync(file)) await sleep(50);
    const script = join(import.meta.dirname, "ssh-engine.sh");
    const command = [script, this.#namespace, this.folder, ...options];
    spawn("sh", command, { cwd: "/", detached: true, stdio: "ignore" }).unref();
    while (!(await this.docker("version").catch(() => ""))) await sleep(50);
  }

  /** Cuts its network link. No other side is told. */
  async cut(): Promise<void> {
    await run("ip", ["-n", this.#namespace, "link", "set", "eth0", "down"]);
  }

  /** Sends a signal to its sshd and all sessions of it. */
  async signalSshd(signal: NodeJS.Signals): Promise<void> {
    const pids = await run("ip", ["netns", "pids", this.#namespace]);
    for (const pid of pids.split("\n")) {
      if (/sshd/.test(readFileSync(`/proc/${pid}/comm`, "utf8"))) process.kill(Number(pid), signal);
    }
  }

  /** Ends all connections, as after a restart of the machine. */
  async restartSshd(): Promise<void> {
    await this.signalSshd("SIGKILL");
    const sshd = ["/usr/sbin/sshd", "-f", this.file("sshd_config"), "-E", this.file("sshd.log")];
    await run("ip", ["netns", "exec", this.#namespace, ...sshd]);
  }

  /** @returns an address of its own, which only this machine reaches */
  async addIpv6(): Promise<string> {
    const [here, there] = ["fd00:5b::1", "fd00:5b::2"];
    await run("ip", ["addr", "add", `${here}/126`, "dev", this.#namespace, "nodad"]);
    await run("ip", ["-n", this.#namespace, "addr", "add", `${there}/126`, "dev", "eth0", "nodad"]);
    return there;
  }

  async mend(): Promise<void> {
    await run("ip", ["-n", this.#namespace, "link", "set", "eth0", "up"]);
  }

  /** Connections and sessions that its sshd has accepted so far. */
  accepted(): { connections: number; sessions: number } {
    const log = readFileSync(this.file("sshd.log"), "utf8");
    const count = (pattern: RegExp) => log.match(pattern)?.length ?? 0;
    return { connections: count(/^Accepted publickey/gm), sessions: count(/^Starting session/gm) };
  }

  #log(): string {
    return readFileSync(this.file("dockerd.log"), "utf8").slice(-500);
  }

  #last(add: number): string {
    return this.#subnet.replace(/\d+$/, (part) => String(Number(part) + add));
  }
}
