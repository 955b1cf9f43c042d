import { stringify } from "smol-toml";
import { parseAddress } from "../docker/address.ts";
import { canPrivilege } from "../docker/privileges.ts";
import type { Problem } from "../problems/index.ts";
import { type RunnerSettings, type Settings, seconds, settingPath } from "../settings/index.ts";
import type { GitLabPlan } from "./gitlab.ts";
import type { ProjectPlan } from "./projects.ts";
import { planServer, type Server } from "./server.ts";

/** A runner: its registration at GitLab and its container. */
export interface RunnerPlan {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly untagged: boolean;
  /** Name of the project whose jobs it runs. Undefined: the whole group. */
  readonly project: string | undefined;
  readonly isProtected: boolean;
  readonly paused: boolean;
  readonly locked: boolean;
  /** Longest time of a job in seconds. */
  readonly maximumTimeout: number;
  /** PEM text of an authority that the runner trusts for GitLab. */
  readonly authority: string | undefined;
  readonly server: Server;
  /** Gives the text of config.toml for the registration's token. */
  readonly config: (token: string) => string;
}

/** Paths in the runner's container of files that the component `Runner` uploads. */
export const runnerFiles = {
  config: "/etc/gitlab-runner/config.toml",
  authority: "/etc/gitlab-runner/certs/ca.crt",
} as const;

/** The runners of the settings. Empty without a GitLab. */
export function planRunners(settings: Settings, gitlab: GitLabPlan | undefined): RunnerPlan[] {
  if (!gitlab) return [];
  return Object.entries(settings.runners).map(([name, runner]) => planRunner(name, runner, settings, gitlab));
}

function planRunner(
  name: string,
  runner: RunnerSettings,
  settings: Settings,
  gitlab: GitLabPlan,
): RunnerPlan {
  const { host, tags, untagged, scope, paused, locked, maximumTimeout, ready } = runner;
  const engine = parseAddress(settings.hosts[host]?.engine ?? "");
  const values = {
    NAME: name,
    IMAGE: runner.image,
    NETWORK: gitlab.network ?? "",
    SOCKET: engine?.kind === "unix" ? engine.socketPath : "/var/run/docker.sock",
  };
  const folder = gitlab.server ? "standin-runner" : "runner";
  const placed = planServer(folder, settings, host, values, `runner-${name}`, ["runners", name]);
  return {
    name,
    description: `${name} of stage ${settings.stage}`,
    tags,
    untagged,
    project: scope === "group" ? undefined : scope,
    isProtected: runner.protected,
    paused,
    locked,
    maximumTimeout: seconds(maximumTimeout),
    authority: gitlab.authority?.pem,
    server: { ...placed, ready: seconds(ready) },
    config: (token) => configToml(name, runner, settings, gitlab, token),
  };
}

function configToml(
  name: string,
  runner: RunnerSettings,
  { stage, hosts }: Settings,
  { jobUrl, network, authority, server }: GitLabPlan,
  token: string,
): string {
  const engine = hosts[runner.host]?.engine ?? "";
  const isPrivileged = runner.privileged === "auto" ? canPrivilege(engine) : runner.privileged;
  const nearly = runner.privileged === "auto" && !isPrivileged ? nearlyPrivileged : undefined;
  const cache = runner.cache ? [`smallboat-${stage}-runner-${name}:/cache`] : [];
  const docker = {
    image: runner.jobImage,
    privileged: isPrivileged,
    // Images that were built on this engine are in no registry.
    pull_policy: ["if-not-present"],
    ...(!runner.cache && { disable_cache: true }),
    volumes: [...trustedRegistries, ...runner.volumes, ...cache, ...(nearly?.volumes ?? [])],
    ...(network && { network_mode: network }),
    ...nearly?.options,
  };
  return stringify({
    concurrent: runner.concurrent,
    // The stand-in is near and has no other load, so it is asked often.
    check_interval: server ? 1 : 3,
    shutdown_timeout: 30,
    runners: [
      {
        name,
        url: jobUrl,
        clone_url: jobUrl,
        token,
        executor: "docker",
        ...(authority && { "tls-ca-file": runnerFiles.authority }),
        docker,
      },
    ],
  });
}

/** Docker's own folder of authorities. With it, jobs trust the same registries as the engine. */
const trustedRegistries = ["/etc/docker/certs.d:/etc/docker/certs.d:ro"];

/** The fewest privileges for docker-in-docker, for engines that cannot give all. */
const nearlyPrivileged = {
  options: {
    cap_add: ["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "NET_RAW"],
    security_opt: ["seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"],
    device_cgroup_rules: ["a *:* rwm"],
  },
  volumes: ["/sys/fs/cgroup:/sys/fs/cgroup:rw"],
};

/** Problems of tags that jobs ask for and that no runner of the stage has. */
export function tagProblems(
  { file }: Settings,
  projects: readonly ProjectPlan[],
  runners: readonly RunnerPlan[],
): Problem[] {
  return projects.flatMap(({ name, kind, runnerTags }) => {
    const serving = runners.filter(({ project, paused }) => !paused && (project ?? name) === name);
    const known = [...new Set(serving.flatMap(({ tags }) => tags))].sort();
    return runnerTags
      .filter((tag) => !known.includes(tag))
      .map((tag) => ({
        path: settingPath(file, ["projects", name, "kind"]),
        expected: `a runner with the tag ${tag}, for which jobs of a ${kind} ask`,
        found: known.length > 0 ? `runners with the tags ${known.join(", ")}` : "no runner for this project",
        remedy: `add ${tag} to the tags of one of smallboat:runners`,
      }));
  });
}
