import type { z } from "zod";
import type { Pipeline } from "./pipeline.ts";

/** Where the value of a CI variable comes from. */
export type VariableSource =
  /** A value that the stage knows. */
  | "registry.repositories"
  | "registry.address"
  | "registry.user"
  | "registry.password"
  /** Docker's config.json with that login, on one line. With it a runner pulls the images of jobs. */
  | "registry.auth"
  /** The prefix of base images, if the registry carries copies of some, such as `10.0.0.60:5000/docker-local/`. */
  | "registry.copies"
  | "pypi.url"
  | "pypi.user"
  | "pypi.password"
  /** `smallboat:secrets.<NAME>`. */
  | "secret"
  /** `variables.<NAME>` of the project's settings. */
  | "setting";

/** A CI variable that the jobs of a kind read. */
export interface VariableNeed {
  readonly name: string;
  readonly source: VariableSource;
  /** `masked`: hidden in logs. `file`: the job gets a path. `plain`: not a secret. */
  readonly form: "masked" | "file" | "plain";
  /** True if only pipelines of protected branches and tags get it. */
  readonly isProtected: boolean;
  /** False if the jobs work without it. Default: true. */
  readonly isRequired?: boolean;
  /** The environment whose jobs get it, such as "production". Default: all. */
  readonly environment?: string;
  /** The form of the value, and its description in a message, such as `a base64 text`. */
  readonly allowed?: { readonly pattern: RegExp; readonly text: string };
  /** A misspelt name that is accepted with a warning. */
  readonly alias?: string;
  /** One line for people. */
  readonly description: string;
}

export type AccessLevel = "no one" | "developer" | "maintainer";

export interface ProtectedBranch {
  readonly name: string;
  readonly push: AccessLevel;
  readonly merge: AccessLevel;
}

export interface EnvironmentNeed {
  readonly name: string;
  readonly tier: "production" | "staging" | "testing" | "development" | "other";
}

/** The things in GitLab that a kind needs for one project. */
export interface ProjectNeeds {
  readonly variables: readonly VariableNeed[];
  /** Branches that exist and are protected. The first is the default branch. */
  readonly branches: readonly ProtectedBranch[];
  /** Patterns of release tags, such as "v*". Only maintainers create such tags. */
  readonly protectedTags: readonly string[];
  readonly environments: readonly EnvironmentNeed[];
  /** Every runner tag that a job asks for. */
  readonly runnerTags: readonly string[];
  /** Folders that each job with an engine shares with it. The runners that run such jobs need a volume there. */
  readonly runnerVolumes?: readonly string[];
}

/** What a kind knows about the stage and the project. */
export interface PipelineContext {
  /** Name of the project and of its image. */
  readonly project: string;
  readonly stage: string;
  /** True if registry and PyPI server have a private certificate, which the runners mount. */
  readonly privateAuthority: boolean;
  /** The registry's address, if it speaks plain HTTP. An engine must be told so. */
  readonly insecureRegistry?: string;
}

/** A sort of application that a GitLab project holds. */
export interface ProjectKind<Options = unknown> {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** The schema of a project's `options`, with defaults. */
  readonly options: z.ZodType<Options>;
  readonly needs: (options: Options, context: PipelineContext) => ProjectNeeds;
  readonly pipeline: (options: Options, context: PipelineContext) => Pipeline;
}
