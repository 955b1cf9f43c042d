import type { Entry } from "../pipelines/config/file.ts";
import type { JobSpec } from "../pipelines/config/spec.ts";
import { textOf } from "../pipelines/source/yaml.ts";

type Fields = Readonly<Record<string, unknown>>;

function lines(value: unknown): string[] {
  return [value ?? []].flat(10).map(textOf);
}

/** The scripts of a job, as steps. */
export function steps({ work }: Pick<JobSpec, "work">, timeout: number) {
  const script = {
    name: "script",
    script: [...lines(work.before_script), ...lines(work.script)],
    timeout,
    when: "on_success",
    allow_failure: false,
  };
  const after = lines(work.after_script);
  const last = { name: "after_script", script: after, timeout, when: "always", allow_failure: true };
  return after.length > 0 ? [script, last] : [script];
}

export function image(value: unknown) {
  if (value === undefined || value === null) return null;
  const { name, entrypoint, pull_policy, docker } = (
    typeof value === "string" ? { name: value } : value
  ) as Fields;
  return {
    name: textOf(name),
    ...(entrypoint !== undefined && { entrypoint: lines(entrypoint) }),
    ...(pull_policy !== undefined && { pull_policy: lines(pull_policy) }),
    ...(docker !== undefined && { executor_opts: { docker } }),
  };
}

export function services(value: unknown) {
  return [value ?? []].flat().map((service) => {
    const fields = (typeof service === "string" ? { name: service } : service) as Fields;
    const variables = Object.entries((fields.variables ?? {}) as Fields);
    return {
      ...image(fields),
      alias: fields.alias === undefined ? null : textOf(fields.alias),
      command: fields.command === undefined ? null : lines(fields.command),
      variables: variables.map(([key, text]) => ({ key, value: textOf(text) })),
    };
  });
}

const reportNames = new Map([
  ["junit", "junit.xml"],
  ["dotenv", ".env"],
  ["cobertura", "cobertura-coverage.xml"],
  ["jacoco", "jacoco-coverage.xml"],
  ["codequality", "gl-code-quality-report.json"],
  ["metrics", "metrics.txt"],
  ["terraform", "tfplan.json"],
]);

/** The artifacts that the runner sends when the job is over. */
export function artifacts(value: unknown) {
  if (value === undefined || value === null) return null;
  const { reports, ...fields } = value as Fields & { readonly reports?: Fields };
  const archive = {
    ...(fields.name !== undefined && { name: textOf(fields.name) }),
    untracked: fields.untracked === true,
    paths: lines(fields.paths),
    exclude: lines(fields.exclude),
    when: textOf(fields.when ?? "on_success"),
    ...(fields.expire_in !== undefined && { expire_in: textOf(fields.expire_in) }),
    artifact_type: "archive",
    artifact_format: "zip",
  };
  const hasArchive = archive.untracked || archive.paths.length > 0;
  return [
    ...(hasArchive ? [archive] : []),
    ...Object.entries(reports ?? {}).map((pair) => report(pair, fields)),
  ];
}

function report([kind, value]: [string, unknown], { expire_in }: Fields) {
  const { coverage_format, path } = (value ?? {}) as Fields;
  const type = kind === "coverage_report" ? textOf(coverage_format) : kind;
  return {
    name: reportNames.get(type) ?? `${type}.json`,
    untracked: false,
    paths: kind === "coverage_report" ? lines(path) : lines(value),
    exclude: [],
    when: "always",
    ...(expire_in !== undefined && { expire_in: textOf(expire_in) }),
    artifact_type: type,
    artifact_format: "gzip",
  };
}

/** @param keyOf the key of a cache that has a key from files */
export function caches(work: Entry, isProtected: boolean, keyOf: (files: readonly string[]) => string) {
  const all = [work.cache ?? []].flat() as Fields[];
  const filled = all.filter(({ paths, untracked }) => lines(paths).length > 0 || untracked === true);
  return filled.map((cache) => {
    const suffix = isProtected ? "protected" : "non_protected";
    const { files, prefix } = (typeof cache.key === "object" ? cache.key : {}) as Fields;
    const made = files === undefined ? textOf(prefix ?? cache.key ?? "default") : keyOf(lines(files));
    const key = files !== undefined && prefix !== undefined ? `${textOf(prefix)}-${made}` : made;
    return {
      key: cache.unprotect === true ? key : `${key}-${suffix}`,
      untracked: cache.untracked === true,
      policy: textOf(cache.policy ?? "pull-push"),
      paths: lines(cache.paths),
      when: textOf(cache.when ?? "on_success"),
      fallback_keys: lines(cache.fallback_keys).map((each) => `${each}-${suffix}`),
    };
  });
}
