import type { z } from "zod";
import type { Pipeline } from "./pipeline.ts";

/** Where the value of a CI variable comes from. */
export type VariableSource =
  /** What the stage knows itself. */
  | "registry.repositories"
  | "registry.address"
  | "registry.user"
  | "registry.password"
  /** Docker's config.json with the login above, on one line: with it a runner pulls the images of jobs. */
  | "registry.auth"
  /** What base images start with where the registry carries copies of some, such as `10.0.0.60:5000/docker-local/`. */
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
  /** `masked`: never shown in logs; `file`: the job gets a path; `plain`: not a secret. */
  readonly form: "masked" | "file" | "plain";
  /** Only for pipelines of protected branches and tags. */
  readonly isProtected: boolean;
  /** False where the jobs manage without; default: true. */
  readonly isRequired?: boolean;
  /** Only for jobs of this environment, such as "production"; default: all. */
  readonly environment?: string;
  /** What it has to look like, and how to say that: `a base64 text`. */
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

/** What a kind needs of GitLab for one project. */
export interface ProjectNeeds {
  readonly variables: readonly VariableNeed[];
  /** The first is the default branch; each exists and is protected. */
  readonly branches: readonly ProtectedBranch[];
  /** Patterns of release tags, such as "v*"; only maintainers create them. */
  readonly protectedTags: readonly string[];
  readonly environments: readonly EnvironmentNeed[];
  /** Every runner tag that a job asks for. */
  readonly runnerTags: readonly string[];
}

/** What a stage tells a kind. */
export interface PipelineContext {
  /** The project's name, which is also that of its image. */
  readonly project: string;
  readonly stage: string;
  /** The registry and PyPI have a private certificate, mounted by the runners. */
  readonly privateAuthority: boolean;
  /** The registry's address where it speaks plain HTTP, which an engine has to be told. */
  readonly insecureRegistry?: string;
}

/** A sort of application that a GitLab project holds. */
export interface ProjectKind<Options = unknown> {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** What `options` of a project may hold, with defaults. */
  readonly options: z.ZodType<Options>;
  readonly needs: (options: Options, context: PipelineContext) => ProjectNeeds;
  readonly pipeline: (options: Options, context: PipelineContext) => Pipeline;
}
