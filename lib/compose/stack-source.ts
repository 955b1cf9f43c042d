/** Where a stack is, and what its `${VARIABLES}` stand for. */
export interface StackSource {
  /** The stack's folder, absolute. */
  readonly dir: string;
  /** How problems and labels name the folder: relative to the repository, e.g. `stacks/Local/web`. */
  readonly label: string;
  /** The stage, whose `compose.<stage>.yaml` beside the main file is merged over it. Default: none. */
  readonly stage?: string;
  /** The repository's folder, which relative paths must not leave. Default: they may. */
  readonly repository?: string;
  /** Overrides `name:` of the file, as `docker compose -p`. */
  readonly project?: string;
  /** Values for interpolation; they beat the folder's `.env`. The process environment does not count. */
  readonly values: Readonly<Record<string, string>>;
  /** Profiles to switch on. Default: none. */
  readonly profiles?: readonly string[];
}
