import type { Section } from "./section.ts";

export type PullPolicy = "always" | "if-not-present" | "never";

/** `[runners.docker]`. */
export interface DockerSettings {
  /** The image of jobs that name none. */
  readonly image: string | undefined;
  readonly privileged: boolean;
  readonly servicesPrivileged: boolean;
  /** `name:path[:options]` or `/host:path[:options]`; a path alone gets a volume that job and services share. */
  readonly volumes: readonly string[];
  readonly network: string | undefined;
  /** Whether the caches of jobs are kept. */
  readonly keepsCaches: boolean;
  /** Tried in turn. */
  readonly pullPolicies: readonly PullPolicy[];
  readonly allowedPullPolicies: readonly PullPolicy[];
  /** Patterns; empty: any. */
  readonly allowedImages: readonly string[];
  readonly allowedServices: readonly string[];
  /** With sh, bash and rsync; default: the runner's own. */
  readonly helperImage: string | undefined;
  readonly waitForServicesSeconds: number;
  /** Further options of `docker create`, for job and services. */
  readonly options: readonly string[];
}

/** Keys that are options of `docker create` under another name. */
const scalars = {
  ...{ hostname: "hostname", user: "user", runtime: "runtime", mac_address: "mac-address" },
  ...{ memory: "memory", memory_swap: "memory-swap", memory_reservation: "memory-reservation" },
  ...{ cpus: "cpus", cpuset_cpus: "cpuset-cpus", cpu_shares: "cpu-shares", shm_size: "shm-size" },
  ...{ userns_mode: "userns", cgroup_parent: "cgroup-parent", isolation: "isolation", gpus: "gpus" },
  ...{ oom_kill_disable: "oom-kill-disable", oom_score_adjust: "oom-score-adj" },
};
const lists = {
  ...{ cap_add: "cap-add", cap_drop: "cap-drop", security_opt: "security-opt", group_add: "group-add" },
  ...{ devices: "device", device_cgroup_rules: "device-cgroup-rule", extra_hosts: "add-host" },
  ...{ dns: "dns", dns_search: "dns-search", volumes_from: "volumes-from", links: "link" },
};
const tables = { sysctls: "sysctl", ulimit: "ulimit", container_labels: "label" };

export function dockerSettings(section: Section, faults: string[]): DockerSettings {
  const privileged = section.flag("privileged") ?? false;
  const pullPolicies = policies(section, "pull_policy", faults) ?? ["always"];
  return {
    image: section.text("image"),
    privileged,
    servicesPrivileged: section.flag("services_privileged") ?? privileged,
    volumes: section.texts("volumes") ?? [],
    network: section.text("network_mode"),
    keepsCaches: !(section.flag("disable_cache") ?? false),
    pullPolicies,
    allowedPullPolicies: policies(section, "allowed_pull_policies", faults) ?? pullPolicies,
    allowedImages: section.texts("allowed_images") ?? [],
    allowedServices: section.texts("allowed_services") ?? [],
    helperImage: section.text("helper_image"),
    waitForServicesSeconds: section.count("wait_for_services_timeout") ?? 30,
    options: [
      ...Object.entries(scalars).flatMap(([key, option]) => {
        const value = section.scalar(key);
        return value === undefined ? [] : [`--${option}=${value}`];
      }),
      ...Object.entries(lists).flatMap(([key, option]) =>
        (section.texts(key) ?? []).map((value) => `--${option}=${value}`),
      ),
      ...Object.entries(tables).flatMap(([key, option]) =>
        section.pairs(key).map(([name, value]) => `--${option}=${name}=${value}`),
      ),
      ...section.pairs("tmpfs").map(([path, options]) => `--tmpfs=${path}:${options}`),
    ],
  };
}

function policies(section: Section, key: string, faults: string[]): PullPolicy[] | undefined {
  const known = ["always", "if-not-present", "never"];
  const wanted = section.texts(key);
  const strange = wanted?.find((policy) => !known.includes(policy));
  if (strange !== undefined) {
    faults.push(`${section.path}.${key}: expected ${known.join(", ")}, found ${strange}`);
  }
  return wanted as PullPolicy[] | undefined;
}
