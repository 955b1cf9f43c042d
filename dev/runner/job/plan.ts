import { createHash } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DockerSettings } from "../config/docker.ts";
import { type Environment, type JobPlan, labelOptions } from "../engine/arguments.ts";
import type { Job } from "../protocol/job.ts";
import { run } from "./command.ts";
import { aliases } from "./pipeline.ts";
import type { Variables } from "./variables.ts";

/** Docker reads lines of at most 64 KiB. */
const longestLine = 60_000;

/** The facts that a job's plan is made from. */
export interface PlanParts {
  readonly job: Job;
  readonly settings: DockerSettings;
  readonly variables: Variables;
  readonly pulls: Readonly<Record<string, readonly string[]>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly projectDir: string;
  readonly filesAt: string;
  readonly sources: string;
  readonly helperImage: string;
  readonly privileged: readonly string[];
}

/** Writes the plan of a job and its secrets into `folder`, which is in memory. */
export async function writePlan(folder: string, parts: PlanParts): Promise<JobPlan> {
  const { job, settings, variables, labels } = parts;
  const files = join(folder, "files");
  await mkdir(files, { recursive: true });
  await chmod(folder, 0o700);
  // Every user of a job's container may read the files: jobs need not run as root.
  for (const [name, content] of Object.entries(variables.files()))
    await writeFile(join(files, name), content);
  const services = (job.services ?? []).map(
    (service, index) => [`service-${index}`, variables.with(service.variables ?? [])] as const,
  );
  const roles = [["job", variables] as const, ...services];
  const environments: Record<string, Environment> = {};
  for (const [role, values] of roles) {
    const { lines, long } = environmentFile(values.environment());
    const file = join(folder, `${role}.env`);
    await writeFile(file, lines, { mode: 0o600 });
    environments[role] = { file, long };
  }
  const plan: JobPlan = {
    labels,
    filesAt: parts.filesAt,
    sources: parts.sources,
    files,
    projectDir: parts.projectDir,
    helperImage: parts.helperImage,
    options: [...(await volumes(settings.volumes, job.id, labels)), ...settings.options],
    jobOptions: settings.privileged ? parts.privileged : [],
    serviceOptions: settings.servicesPrivileged ? parts.privileged : [],
    environments,
    services: Object.fromEntries(
      (job.services ?? []).map((service, index) => [
        `service-${index}`,
        {
          aliases: aliases(service, variables).slice(1),
          entrypoint: service.entrypoint ?? [],
          command: service.command ?? [],
        },
      ]),
    ),
    pulls: parts.pulls,
    channel: join(folder, "channel"),
  };
  await writeFile(join(folder, "plan.json"), JSON.stringify(plan), { mode: 0o600 });
  await writeFile(join(folder, "config.json"), JSON.stringify(logins(job, variables)), { mode: 0o600 });
  await writeFile(join(folder, "labels"), labelOptions(labels).join(" "));
  await writeFile(join(folder, "status"), "failed");
  return plan;
}

/** The text of a file for docker's `--env-file`, and the values that such a file cannot hold. */
export function environmentFile(values: Readonly<Record<string, string>>): {
  lines: string;
  long: Record<string, string>;
} {
  const entries = Object.entries(values);
  const isLong = ([name, value]: [string, string]) =>
    /[\r\n]/.test(value) || Buffer.byteLength(name + value) > longestLine;
  const lines = entries.filter((entry) => !isLong(entry)).map(([name, value]) => `${name}=${value}\n`);
  return { lines: lines.join(""), long: Object.fromEntries(entries.filter(isLong)) };
}

/** A path without a source is a volume that job and services share. It is removed with the job. */
async function volumes(
  wanted: readonly string[],
  job: number,
  labels: Readonly<Record<string, string>>,
): Promise<string[]> {
  const options: string[] = [];
  for (const volume of wanted) {
    if (volume.includes(":")) options.push(`--volume=${volume}`);
    else {
      const hash = createHash("sha256")
        .update(`${JSON.stringify(labels)} ${volume}`)
        .digest("hex");
      const name = `runner-job-${job}-${hash.slice(0, 12)}`;
      await run("docker", ["volume", "create", ...labelOptions(labels), name]);
      options.push(`--volume=${name}:${volume}`);
    }
  }
  return options;
}

/** A configuration of docker's client, for pulling the job's images. */
function logins(job: Job, variables: Variables): { auths: object } {
  const own = (job.credentials ?? [])
    .filter(({ type }) => type === "registry")
    .map(({ url, username, password }) => [url, { auth: base64(`${username}:${password}`) }]);
  const given = variables.get("DOCKER_AUTH_CONFIG");
  const auths = given ? (JSON.parse(given) as { auths?: object }).auths : {};
  return { auths: { ...Object.fromEntries(own), ...auths } };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
