import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { attempt, docker, type Outcome } from "./command.ts";
import type { Project } from "./project.ts";

/**
 * Waits until the registry in a container listens. Docker takes connections to its published port before, and resets them.
 */
export async function listening(container: string): Promise<void> {
  const probe = ["exec", container, "nc", "127.0.0.1", "5000", "-e", "true"];
  await vi.waitFor(() => docker(...probe), { timeout: 60_000, interval: 100 });
}

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
