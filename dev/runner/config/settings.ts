import { parse, TomlError } from "smol-toml";
import { type DockerSettings, dockerSettings } from "./docker.ts";
import { Section } from "./section.ts";

/** The part of config.toml that this runner uses. */
export interface Settings {
  /** Jobs at a time, of all runners together. */
  readonly concurrent: number;
  /** Seconds between two questions for a job. */
  readonly checkInterval: number;
  readonly runners: readonly RunnerSettings[];
  /** Keys that have no effect here, one line each. */
  readonly warnings: readonly string[];
}

/** `[[runners]]`. */
export interface RunnerSettings {
  readonly name: string;
  /** GitLab's address, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** The address from which jobs fetch sources, if it is not the one of GitLab's answer. */
  readonly cloneUrl: string | undefined;
  /** Certificate authorities for GitLab, a file of PEM. */
  readonly caFile: string | undefined;
  /** Jobs at a time. 0 means `concurrent`. */
  readonly limit: number;
  /** `NAME=value`, for every job. */
  readonly environment: readonly string[];
  /** Bytes of a job's log. */
  readonly outputLimit: number;
  readonly docker: DockerSettings;
}

/** All faults of a config.toml, one line each. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

/** @throws ConfigError with all faults */
export function settings(toml: string): Settings {
  const faults: string[] = [];
  const root = new Section("", table(toml), faults);
  const sections = root.sections("runners");
  const found = {
    concurrent: root.count("concurrent") ?? 1,
    checkInterval: root.count("check_interval") || 3,
    runners: sections.map((section) => runner(section, faults)),
  };
  root.ignore("log_level", "log_format", "connection_max_age", "shutdown_timeout", "session_server");
  if (sections.length === 0) faults.push("runners: expected at least one [[runners]], found none");
  if (faults.length > 0) throw new ConfigError(faults);
  return { ...found, warnings: root.unknown().map((path) => `${path}: has no effect in this runner`) };
}

/** The parser's message alone: its excerpt of the file could show a token. */
function table(toml: string): Record<string, unknown> {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.split("\n");
    throw new ConfigError([`line ${error.line}: ${reason}`]);
  }
}

function runner(section: Section, faults: string[]): RunnerSettings {
  const executor = section.text("executor") ?? "docker";
  if (executor !== "docker") faults.push(`${section.path}.executor: expected docker, found ${executor}`);
  const url = section.requiredText("url");
  if (url !== "" && !URL.canParse(url)) faults.push(`${section.path}.url: expected an address, found ${url}`);
  // Keys that gitlab-runner writes for itself.
  section.ignore("id", "token_obtained_at", "token_expires_at", "request_concurrency");
  // Caches stay with the runner. A shared place for them is not supported.
  section.section("cache").ignore("MaxUploadedArchiveSize", "s3", "gcs", "azure");
  return {
    name: section.text("name") ?? section.path,
    url: url.replace(/\/+$/, ""),
    token: section.requiredText("token"),
    cloneUrl: section.text("clone_url")?.replace(/\/+$/, ""),
    caFile: section.text("tls-ca-file"),
    limit: section.count("limit") ?? 0,
    environment: section.texts("environment") ?? [],
    outputLimit: (section.count("output_limit") ?? 4096) * 1024,
    docker: dockerSettings(section.section("docker"), faults),
  };
}
