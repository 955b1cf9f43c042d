import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, type Outcome } from "./command.ts";
import type { Project } from "./project.ts";

/** The docker command with its own configuration, at first without a login. */
export class Client {
  readonly #config: string;
  readonly #project: Project;

  constructor(project: Project, name: string) {
    this.#project = project;
    this.#config = join(project.folder, `docker-${name}`);
    mkdirSync(this.#config);
  }

  call(...args: string[]): Promise<Outcome> {
    return attempt("docker", ["--config", this.#config, ...args]);
  }

  login(address: string, user: string, password: string): Promise<Outcome> {
    const args = ["--config", this.#config, "login", "--username", user, "--password-stdin", address];
    return attempt("docker", args, { input: password });
  }

  /** Creates an image without content. */
  async image(reference: string): Promise<void> {
    const empty = join(this.#project.folder, "empty.tar");
    writeFileSync(empty, Buffer.alloc(10_240));
    await this.call("import", empty, reference);
  }
}
