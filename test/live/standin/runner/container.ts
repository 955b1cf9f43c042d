import { execFile } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished, type TestContext } from "vitest";
import { randomName } from "../../support/names.ts";
import { reapAtEnd } from "../../support/reaped.ts";

const run = promisify(execFile);
const folder = join(import.meta.dirname, "../../../../dev/runner");

export async function docker(...args: readonly string[]): Promise<string> {
  return (await run("docker", args, { maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
}

let image: Promise<string> | undefined;

/** The runner's image, of the sources as they are, built once for a file of tests. Stays, as a cache for the next build. */
export function runnerImage(): Promise<string> {
  image ??= docker("build", "--quiet", "--tag", "smallboat-test/standin-runner", folder).then(
    () => "smallboat-test/standin-runner",
  );
  return image;
}

export interface RunnerDraft {
  readonly url: string;
  /** Default: the scripted GitLab's. */
  readonly token?: string;
  readonly toml?: string;
  readonly docker?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A runner in a container of its own, as the stage starts it. */
export class RunnerContainer {
  readonly name = randomName();
  readonly #image: string;
  readonly #config: string;

  private constructor(image: string, config: string) {
    this.#image = image;
    this.#config = config;
  }

  /** Goes with all it has when the test is over. @param context that of one of several that run at the same time */
  static async start(
    draft: RunnerDraft,
    context: Pick<TestContext, "onTestFinished"> = { onTestFinished },
  ): Promise<RunnerContainer> {
    const config = await mkdtemp(join(tmpdir(), "runner-config-"));
    const runner = new RunnerContainer(await runnerImage(), config);
    const reap = reapAtEnd(runner.name, config);
    context.onTestFinished(async ({ task }) => {
      if (task.result?.state === "fail") console.error(await runner.said());
      await docker("stop", "--time=20", runner.name).catch(() => {});
      await reap();
    });
    for (const [name, content] of Object.entries(draft.files ?? {})) {
      await mkdir(join(config, name, ".."), { recursive: true });
      await writeFile(join(config, name), content);
    }
    await writeFile(join(config, "config.toml"), toml(runner.name, draft));
    await runner.run();
    return runner;
  }

  async run(): Promise<void> {
    const mounts = [
      "--volume=/var/run/docker.sock:/var/run/docker.sock",
      `--volume=${this.#config}:/etc/gitlab-runner:ro`,
      `--volume=${this.name}:/var/lib/smallboat-runner`,
    ];
    await docker("run", "--detach", `--name=${this.name}`, ...mounts, this.#image);
  }

  async kill(): Promise<void> {
    await docker("kill", this.name);
    await docker("rm", this.name);
  }

  /** What the runner itself had to say. */
  async said(): Promise<string> {
    const { stdout, stderr } = await run("docker", ["logs", this.name]);
    return stdout + stderr;
  }

  async systemId(): Promise<string> {
    return docker("exec", this.name, "cat", "/var/lib/smallboat-runner/system_id");
  }

  /** All that carries the runner's label: containers, networks, volumes. */
  async leftOvers(systemId: string): Promise<string[]> {
    const filter = `--filter=label=smallboat.runner.system=${systemId}`;
    const all = await Promise.all([
      docker("ps", "--all", "--quiet", filter),
      docker("network", "ls", "--quiet", filter),
      docker("volume", "ls", "--quiet", filter),
    ]);
    return all.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  }
}

function toml(name: string, { url, token = "glrt-scripted", toml = "", docker = "" }: RunnerDraft): string {
  return `
concurrent = 4
check_interval = 1
[[runners]]
  name = "${name}"
  url = "${url}"
  token = "${token}"
  executor = "docker"
  ${toml}
  [runners.docker]
    image = "python:3.13-slim"
    pull_policy = ["if-not-present"]
    ${docker}
`;
}
