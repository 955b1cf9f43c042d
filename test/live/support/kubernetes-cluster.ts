import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { generate } from "selfsigned";
import { type Program, programFile } from "../../../dev/toolchain/setup/program.ts";
import { apiServer, etcd } from "../../../dev/toolchain/tests/programs.ts";
import { prepared } from "./machine.ts";
import { freePort, randomName } from "./names.ts";
import { reapAtEnd } from "./reaped.ts";

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes are read field by field.
  readonly body: any;
}

/** The address of Docker's default bridge, by which containers reach this machine. */
const bridge = "172.17.0.1";

/**
 * A real API server of Kubernetes with a real etcd, without controllers and nodes. It checks objects, sets
 * defaults and stores them, but nothing acts on them.
 */
export class Cluster {
  readonly url: string;
  readonly authority: string;
  /** The token of an administrator. */
  readonly adminToken = randomBytes(16).toString("hex");
  /** The token of the user "deployer", who has no rights at first. */
  readonly deployerToken = randomBytes(16).toString("hex");
  readonly #folder = mkdtempSync(join(tmpdir(), "kubernetes-"));
  readonly #processes: ChildProcess[] = [];
  readonly #reap: () => Promise<void>;
  readonly #port: number;

  private constructor(port: number, authority: string) {
    this.#port = port;
    this.url = `https://${bridge}:${port}`;
    this.authority = authority;
    this.#reap = reapAtEnd(randomName(), this.#folder);
  }

  static async start(): Promise<Cluster> {
    const [port, client, peer] = [await freePort(), await freePort(), await freePort()];
    const { cert, private: key } = await certificate();
    const cluster = new Cluster(port, cert);
    try {
      await cluster.#start(key, client, peer);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Asks as the administrator. */
  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const patch = "application/merge-patch+json";
    const headers = {
      authorization: `Bearer ${this.adminToken}`,
      "content-type": method === "PATCH" ? patch : "application/json",
    };
    const place = { ca: this.authority, host: "127.0.0.1", port: this.#port, path };
    // Each request has its own connection: on a kept one that the other side has closed, no answer would
    // come.
    const options = { method, headers, ...place, agent: false, signal: AbortSignal.timeout(10_000) };
    return new Promise((resolve, reject) => {
      const asked = request(options, (response) => {
        const isJson = response.headers["content-type"]?.includes("json");
        text(response)
          .then((content) => ({
            status: response.statusCode ?? 0,
            body: isJson ? JSON.parse(content) : content,
          }))
          .then(resolve, reject);
      });
      asked.on("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** A kubeconfig of the token's owner. */
  kubeconfig(token = this.adminToken): string {
    const ca = Buffer.from(this.authority).toString("base64");
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "test", cluster: { server: this.url, "certificate-authority-data": ca } }],
      users: [{ name: "test", user: { token } }],
      contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
      "current-context": "test",
    });
  }

  async stop(): Promise<void> {
    await this.#reap();
  }

  async #start(key: string, client: number, peer: number): Promise<void> {
    const store = `http://127.0.0.1:${client}`;
    const peers = `http://127.0.0.1:${peer}`;
    this.#run(etcd, [
      `--data-dir=${join(this.#folder, "etcd")}`,
      ...[`--listen-client-urls=${store}`, `--advertise-client-urls=${store}`],
      ...[`--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`],
      ...[`--initial-cluster=default=${peers}`, "--unsafe-no-fsync=true"],
    ]);
    const accounts = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const tokens = `${this.adminToken},admin,1,system:masters\n${this.deployerToken},deployer,2\n`;
    const signing = this.#file("accounts.pem", accounts.privateKey);
    this.#run(apiServer, [
      ...[`--etcd-servers=${store}`, "--bind-address=0.0.0.0", `--secure-port=${this.#port}`],
      `--tls-cert-file=${this.#file("tls.crt", this.authority)}`,
      `--tls-private-key-file=${this.#file("tls.key", key)}`,
      `--token-auth-file=${this.#file("tokens.csv", tokens)}`,
      ...["--authorization-mode=RBAC", "--service-cluster-ip-range=10.96.0.0/16"],
      ...[
        "--service-account-issuer=https://kubernetes.test",
        `--service-account-signing-key-file=${signing}`,
      ],
      `--service-account-key-file=${signing}`,
      // A controller would create its account.
      "--disable-admission-plugins=ServiceAccount",
    ]);
    await this.#ready();
  }

  #run(program: Program, args: readonly string[]): void {
    const log = openSync(join(this.#folder, `${program.name}.log`), "w");
    this.#processes.push(
      spawn(prepared(programFile(program)), args, { cwd: this.#folder, stdio: ["ignore", log, log] }),
    );
  }

  #file(name: string, content: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  async #ready(): Promise<void> {
    const end = Date.now() + 120_000;
    for (;;) {
      // The server is ready when its own roles exist. It creates the namespace by itself.
      const asked = ["/readyz", "/api/v1/namespaces/default"].map((path) => this.ask("GET", path));
      const answers = await Promise.all(asked).catch(() => []);
      if (answers.length > 0 && answers.every(({ status }) => status === 200)) return;
      if (this.#processes.some(({ exitCode }) => exitCode !== null) || Date.now() > end) {
        const log = readFileSync(join(this.#folder, "kube-apiserver.log"), "utf8");
        throw new Error(`The API server does not answer:\n${log.split("\n").slice(-5).join("\n")}`);
      }
      await sleep(200);
    }
  }
}

function certificate() {
  const altNames = ["127.0.0.1", bridge].map((ip) => ({ type: 7 as const, ip }));
  return generate([{ name: "commonName", value: "kubernetes.test" }], {
    algorithm: "sha256",
    keySize: 2048,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
}
