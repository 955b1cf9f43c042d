/** Login to a registry, and the engine over whose connection it is asked. CERT_PATH may be empty. */
const engineVariables = ["ENGINE", "CERT_PATH", "REGISTRY_USER", "REGISTRY_PASSWORD"] as const;
/** Address and token of a GitLab. GITLAB_CA is the PEM text of its authority, or empty. */
const gitlabVariables = ["GITLAB_URL", "GITLAB_TOKEN", "GITLAB_CA"] as const;

/**
 * The environment of every script in `scripts/`, by the script's name. The component that declares the command sets
 * exactly these variables, and the script reads no others.
 */
export const scriptVariables = {
  /** TIMEOUT is in seconds. The pipelines of PROJECT build IMAGE. */
  "await-image": [...engineVariables, "IMAGE", "PROJECT", "TIMEOUT"],
  /**
   * TIMEOUT is in seconds. BRANCHES and COMMITS are lists separated by blanks. A branch's pipelines count from the
   * commit at the same place of the other list.
   */
  "await-pipelines": [...gitlabVariables, "PROJECT_ID", "PROJECT", "BRANCHES", "COMMITS", "TIMEOUT"],
  "copy-image": [...engineVariables, "SOURCE", "TARGET"],
  /** STARTER is a folder. */
  "push-starter": [...gitlabVariables, "PROJECT_ID", "BRANCH", "STARTER"],
  /** `host[:port]`. */
  "self-signed": ["SMALLBOAT_ADDRESS"],
} as const;

export type ScriptName = keyof typeof scriptVariables;

type Variables<Names extends readonly string[], Value> = Readonly<Record<Names[number], Value>>;

export type ScriptVariables<Script extends ScriptName, Value = string> = Variables<
  (typeof scriptVariables)[Script],
  Value
>;
export type EngineVariables<Value = string> = Variables<typeof engineVariables, Value>;
export type GitLabVariables<Value = string> = Variables<typeof gitlabVariables, Value>;
