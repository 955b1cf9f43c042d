/** The folder of a stack and the values of its variables. */
export interface StackSource {
  /** The stack's folder, absolute. */
  readonly dir: string;
  /** The folder's name in problems and labels, relative to the repository: `stacks/Local/web`. */
  readonly label: string;
  /** The stage. `compose.<stage>.yaml` beside the main file is merged over it. Default: none. */
  readonly stage?: string;
  /** The repository's folder. Relative paths must stay inside it. Default: no limit. */
  readonly repository?: string;
  /** Overrides `name:` of the file, like `docker compose -p`. */
  readonly project?: string;
  /** Values for interpolation. They win over the folder's `.env`. The process environment is not used. */
  readonly values: Readonly<Record<string, string>>;
  /** Active profiles. Default: none. */
  readonly profiles?: readonly string[];
}
