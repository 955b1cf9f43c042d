import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { parseAddress, providerAddress } from "./address.ts";

/**
 * A buildx builder for one engine. The Docker provider builds with buildx, which does not know the provider's `host`:
 * without a builder it uses the engine of the user's docker context. buildx stores builders in files. The files of this
 * builder exist while it is open.
 */
export class BuildxBuilder {
  /** The value of an image's `build.builder`. It is the same in every run of a stage in this folder. */
  readonly name: string;
  readonly #engine: string;
  readonly #certPath: string | undefined;
  #users = 0;

  /**
   * @param host the host's name, because hosts may share an engine
   * @param certPath that of `ConnectOptions`
   */
  constructor(stage: string, host: string, engine: string, certPath: string | undefined) {
    const identity = JSON.stringify([process.cwd(), stage, host]);
    this.name = `smallboat-${sha256(identity).slice(0, 16)}`;
    this.#engine = engine;
    // Other connections have no certificates.
    this.#certPath = parseAddress(engine)?.kind === "tcp" ? certPath : undefined;
  }

  /** Call before a build. Builds at the same time share the builder. */
  open(): void {
    this.#users += 1;
    if (this.#users > 1) return;
    const host = providerAddress(this.#engine);
    const certPath = this.#certPath;
    const files = [
      [instanceFile(this.name), builderFile(this.name, certPath === undefined ? host : this.name)] as const,
      ...(certPath === undefined ? [] : contextFiles(this.name, host, certPath)),
    ];
    for (const [path, content] of files) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, content, { mode: 0o600 });
    }
  }

  /** Call after a build. The last one removes the files. */
  close(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    for (const path of tracesOf(this.name)) rmSync(path, { recursive: true, force: true });
  }
}

/** The folder of the docker command's configuration, which the provider uses too. */
const dockerFolder = () => process.env.DOCKER_CONFIG || join(homedir(), ".docker");
const buildxFolder = () => process.env.BUILDX_CONFIG || join(dockerFolder(), "buildx");
const instanceFile = (name: string) => join(buildxFolder(), "instances", name);
const contextFolder = (kind: "meta" | "tls", name: string) =>
  join(dockerFolder(), "contexts", kind, sha256(name));

/** All files of a builder, and what buildx notes about it. */
function tracesOf(name: string): string[] {
  const notes = ["activity", "refs"].map((each) => join(buildxFolder(), each, name));
  return [instanceFile(name), contextFolder("meta", name), contextFolder("tls", name), ...notes];
}

/** The builder's file. Without a driver's name buildx uses the engine's own BuildKit. */
function builderFile(name: string, endpoint: string): string {
  const node = {
    Name: name,
    Endpoint: endpoint,
    Platforms: null,
    DriverOpts: null,
    Flags: null,
    Files: null,
  };
  return JSON.stringify({ Name: name, Driver: "", Nodes: [node], Dynamic: false });
}

/** The files of a docker context, which an endpoint with certificates needs. */
function contextFiles(
  name: string,
  host: string,
  certPath: string,
): [path: string, content: string | Buffer][] {
  const context = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  return [
    [join(contextFolder("meta", name), "meta.json"), JSON.stringify(context)],
    ...["ca.pem", "cert.pem", "key.pem"].map((file): [string, Buffer] => [
      join(contextFolder("tls", name), "docker", file),
      readFileSync(join(certPath, file)),
    ]),
  ];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
