import { cp } from "node:fs/promises";
import type { Job } from "../../../lib/pipelines/index.ts";
import { folder, start } from "../images/container.ts";
import { attempt } from "../support/command.ts";

export interface Ended {
  readonly code: number | null;
  /** What it printed, output and errors. */
  readonly log: string;
}

/**
 * Runs a job as a runner does, in a container of its image with the repository as working directory: preparation and
 * script in one shell that the first failure ends, then what follows in another. Services are left to the caller.
 */
export async function runJob(
  job: Job,
  repository: string,
  variables: Readonly<Record<string, string>>,
  ...flags: string[]
): Promise<Ended> {
  const build = await folder();
  await cp(repository, build, { recursive: true });
  const all = { CI_PROJECT_DIR: "/build", ...job.variables, ...variables };
  const expanded = Object.entries(all).map(([name, value]) => `${name}=${expand(value, all)}`);
  const container = await start(
    ...["--init", "--volume", `${build}:/build`, "--workdir", "/build", ...flags],
    ...[...expanded.flatMap((pair) => ["--env", pair]), job.image, "sleep", "600"],
  );
  const shell = (lines: readonly string[]) =>
    attempt("docker", ["exec", "--interactive", container, "sh", "-e"], {
      input: `exec 2>&1\n${lines.join("\n")}\n`,
    });
  const { code, stdout, stderr } = await shell([...(job.before_script ?? []), ...job.script]);
  const after = await shell(job.after_script ?? []);
  return { code, log: `${stdout}${stderr}${after.stdout}${after.stderr}` };
}

function expand(value: string, variables: Readonly<Record<string, string>>): string {
  return value.replace(/\$([A-Z_]+)/g, (_, name) => variables[name] ?? "");
}
