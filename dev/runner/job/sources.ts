import { mkdir } from "node:fs/promises";
import type { RunnerSettings } from "../config/settings.ts";
import type { Job } from "../protocol/job.ts";
import { run } from "./command.ts";
import type { Variables } from "./variables.ts";

/** The address of a job's sources without its token, and the token as git's environment. */
export interface Origin {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

export function origin(job: Job, { cloneUrl }: RunnerSettings, caFile: string | undefined): Origin {
  const said = new URL(job.git_info.repo_url);
  const wanted = cloneUrl ? new URL(cloneUrl) : said;
  const base = `${wanted.protocol}//${wanted.host}`;
  const path = cloneUrl ? wanted.pathname.replace(/\/$/, "") + said.pathname : said.pathname;
  const login = Buffer.from(`gitlab-ci-token:${job.token}`).toString("base64");
  const settings = {
    [`http.${base}/.extraHeader`]: `Authorization: Basic ${login}`,
    "credential.helper": "",
    "advice.detachedHead": "false",
    "init.defaultBranch": "none",
  };
  const entries = Object.entries(settings);
  return {
    url: base + path,
    env: {
      // Only this process and root can read its environment. Others can see arguments and files.
      ...Object.fromEntries(
        entries.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
      GIT_CONFIG_COUNT: String(entries.length),
      GIT_TERMINAL_PROMPT: "0",
      ...(caFile === undefined ? {} : { GIT_SSL_CAINFO: caFile }),
    },
  };
}

/** Fetches the job's commit into `folder`. The token is not stored there. */
export async function fetchSources(
  job: Job,
  from: Origin,
  folder: string,
  variables: Variables,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const strategy = variables.get("GIT_STRATEGY") || "fetch";
  if (strategy === "none" || strategy === "empty") return say("Skipping Git repository setup\n");
  const { git_info } = job;
  const env = { ...process.env, ...from.env };
  const git = (...args: string[]) => run("git", args, { cwd: folder, env, signal });
  const flags = words(variables.get("GIT_FETCH_EXTRA_FLAGS") ?? "--prune --quiet");
  const depth = git_info.depth ? [`--depth=${git_info.depth}`] : [];
  const refspecs = git_info.refspecs?.length ? git_info.refspecs : [git_info.sha];
  say(`Fetching changes${git_info.depth ? ` with git depth set to ${git_info.depth}` : ""}...\n`);
  await git("init", "--quiet");
  await git("remote", "add", "origin", from.url);
  await attempts(Number(variables.get("GET_SOURCES_ATTEMPTS") || 1), () =>
    git("fetch", "origin", "--no-tags", ...depth, ...flags, ...refspecs),
  );
  if (variables.get("GIT_CHECKOUT") === "false") return;
  say(`Checking out ${git_info.sha.slice(0, 8)} as detached HEAD (ref is ${git_info.ref})...\n`);
  await git("checkout", "--quiet", "--force", "--detach", git_info.sha);
  const submodules = variables.get("GIT_SUBMODULE_STRATEGY") ?? "none";
  if (submodules !== "normal" && submodules !== "recursive") return;
  say("Updating submodules...\n");
  await git(
    "submodule",
    "update",
    "--init",
    "--quiet",
    ...(submodules === "recursive" ? ["--recursive"] : []),
  );
}

async function attempts<T>(count: number, attempt: () => Promise<T>): Promise<T> {
  for (let left = count; left > 1; left--) {
    try {
      return await attempt();
    } catch {}
  }
  return attempt();
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
