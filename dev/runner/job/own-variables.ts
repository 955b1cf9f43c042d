import { readFileSync } from "node:fs";
import type { RunnerSettings } from "../config/settings.ts";
import { version } from "../protocol/gitlab.ts";
import type { Job, Variable } from "../protocol/job.ts";
import { Variables } from "./variables.ts";

/** The folder of a job's sources, and the folder of its variables of type file beside it. */
export interface Places {
  readonly projectDir: string;
  readonly filesAt: string;
}

export function places(job: Job): Places {
  const fromUrl = () => new URL(job.git_info.repo_url).pathname.replace(/^\//, "").replace(/\.git$/, "");
  const projectDir = `/builds/${job.job_info.project_full_path ?? fromUrl()}`;
  return { projectDir, filesAt: `${projectDir}.tmp` };
}

/** First config.toml's variables, then GitLab's, then the runner's own. */
export function jobVariables(job: Job, settings: RunnerSettings, { projectDir, filesAt }: Places): Variables {
  const own = {
    CI_SERVER: "yes",
    CI_BUILDS_DIR: "/builds",
    CI_PROJECT_DIR: projectDir,
    CI_CONCURRENT_ID: "0",
    CI_CONCURRENT_PROJECT_ID: "0",
    CI_DISPOSABLE_ENVIRONMENT: "true",
    CI_RUNNER_VERSION: version,
    CI_RUNNER_SHORT_TOKEN: settings.token.replace(/^glrt-(t\d_)?/, "").slice(0, 9),
    CI_JOB_STATUS: "running",
  };
  const authority: Variable[] =
    settings.caFile === undefined
      ? []
      : [{ key: "CI_SERVER_TLS_CA_FILE", value: readFileSync(settings.caFile, "utf8"), file: true }];
  return new Variables(
    [
      ...settings.environment.map(assignment),
      ...job.variables,
      ...authority,
      ...Object.entries(own).map(([key, value]) => ({ key, value, raw: true })),
    ],
    filesAt,
  );
}

/** Values that no log may show. */
export function secrets(job: Job, settings: RunnerSettings, variables: Variables): string[] {
  const passwords = (job.credentials ?? []).map(({ password }) => password);
  return [job.token, settings.token, ...passwords, ...variables.secrets()];
}

function assignment(text: string): Variable {
  const [key = "", ...value] = text.split("=");
  return { key, value: value.join("=") };
}
