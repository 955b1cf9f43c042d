/**
 * What the containers of one job get in addition to gitlab-ci-local's options. It is kept in memory, never on
 * a disk.
 */
export interface JobPlan {
  readonly labels: Readonly<Record<string, string>>;
  /** Prefix of the paths at which gitlab-ci-local expects variables of type file. */
  readonly filesAt: string;
  /** The folder with the sources, which gitlab-ci-local copies from a folder of its own. */
  readonly sources: string;
  /** The folder with the variables of type file. */
  readonly files: string;
  readonly projectDir: string;
  readonly helperImage: string;
  /** Options of `docker create` for the job's container and its services. */
  readonly options: readonly string[];
  readonly jobOptions: readonly string[];
  readonly serviceOptions: readonly string[];
  /** Environment files, and names of variables that are taken from the wrapper's own environment. */
  readonly environments: Readonly<Record<string, Environment>>;
  /** By role. They are here since gitlab-ci-local knows one alias, and quotes commands in its own way. */
  readonly services: Readonly<Record<string, ServicePlan>>;
  readonly pulls: Readonly<Record<string, readonly string[]>>;
  /** Path over which the wrapper reports the job's output and steps. */
  readonly channel: string;
}

export interface Environment {
  readonly file: string;
  readonly long: Readonly<Record<string, string>>;
}

export interface ServicePlan {
  readonly aliases: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

/** This variable tells the job's container from its services. */
export const roleVariable = "SMALLBOAT_RUNNER_ROLE";

/**
 * gitlab-ci-local's folder for variables of type file. Its name ends in a number that gitlab-ci-local
 * chooses.
 */
const filesFolder = /:\/tmp\/gitlab-ci-local-file-variables-[^:/]*/;
const withValue = new Set([
  ...["-e", "-v", "-w", "--volume", "--workdir", "--user", "--network", "--network-alias", "--entrypoint"],
  ...["--platform", "--name", "--device", "--ulimit", "--label"],
]);

/** The arguments for docker that replace gitlab-ci-local's. */
export function rewrite(args: readonly string[], plan: JobPlan): string[] {
  const [command = "", ...rest] = args;
  const labels = labelOptions(plan.labels);
  if (command === "run") return waiting(rest, labels);
  if (command !== "create") return [...args];
  const { options, image } = split(rest);
  const role = roleOf(options);
  const kept = options
    .filter(([name, value]) => !(role && (name === "-e" || (name === "--user" && value === "0:0"))))
    .map((option) => option.map((text) => text.replace(filesFolder, `:${plan.filesAt}`)));
  const added = role === undefined ? [] : [`--label=${roleLabel}=${role}`, ...optionsFor(role, plan)];
  const { aliases = [], entrypoint = [], command: start = [] } = plan.services[role ?? ""] ?? {};
  const [program, ...first] = entrypoint;
  const names = aliases.flatMap((alias) => ["--network-alias", alias]);
  const entry = program === undefined ? [] : [`--entrypoint=${program}`];
  return [command, ...labels, ...added, ...kept.flat(), ...names, ...entry, ...image, ...first, ...start];
}

export function labelOptions(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(([name, value]) => `--label=${name}=${value}`);
}

export const roleLabel = "smallboat.runner.role";

/** `job`, `service-<n>`, or undefined for the containers that only carry files. */
export function roleOf(options: readonly (readonly string[])[]): string | undefined {
  const roles = options.filter(([name, value]) => name === "-e" && value?.startsWith(`${roleVariable}=`));
  return roles.at(-1)?.[1]?.slice(roleVariable.length + 1);
}

/** The options, each with its value, and the rest: the image and its command. */
export function split(args: readonly string[]): { options: string[][]; image: string[] } {
  const options: string[][] = [];
  let at = 0;
  while (args[at]?.startsWith("-")) {
    const length = withValue.has(args[at] ?? "") ? 2 : 1;
    options.push(args.slice(at, at + length));
    at += length;
  }
  return { options, image: args.slice(at) };
}

function optionsFor(role: string, plan: JobPlan): string[] {
  const environment = plan.environments[role];
  return [
    ...plan.options,
    ...(role === "job" ? plan.jobOptions : plan.serviceOptions),
    ...(environment ? [`--env-file=${environment.file}`] : []),
    ...Object.keys(environment?.long ?? {}).map((name) => `--env=${name}`),
  ];
}

/** gitlab-ci-local waits for a service's port: `run ... <image> <host>:<port> -t <seconds>`. */
function waiting(args: readonly string[], labels: readonly string[]): string[] {
  const { options, image } = split(args);
  const [name = "", address = "", , seconds = "30"] = image;
  const [host = "", port = ""] = address.split(":");
  const until = `until (exec 3<>/dev/tcp/${host}/${port}) 2>/dev/null; do sleep 0.1; done`;
  return ["run", ...labels, ...options.flat(), "--entrypoint=timeout", name, seconds, "bash", "-c", until];
}
