import { type Problem, refuse } from "../problems/index.ts";
import { issueProblems, settingPath } from "./issues.ts";
import { schema, type Tree } from "./schema.ts";

/** The settings of one stage, checked and complete. */
export interface Settings extends Omit<Tree, "values"> {
  readonly stage: string;
  /** The stage's file, for messages. */
  readonly file: string;
  /** For `${NAME}` in compose files. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Checks the raw tree below `smallboat:` as a whole.
 *
 * @throws ProblemError with every fault at once: unknown keys, wrong types, hosts that are not there, secrets
 * that are missing.
 */
export function checkSettings(stage: string, raw: unknown): Settings {
  const file = `Pulumi.${stage}.yaml`;
  const result = schema.safeParse(raw);
  if (!result.success) refuse(issueProblems(file, raw, result.error.issues));
  const tree = result.data as Tree;
  refuse([...unknownHosts(file, tree), ...missingSecrets(file, stage, tree)]);
  const values = Object.fromEntries(Object.entries(tree.values).map(([key, value]) => [key, String(value)]));
  return { ...tree, stage, file, values };
}

function unknownHosts(file: string, tree: Tree): Problem[] {
  return (["registry", "pypi"] as const).flatMap((name) => {
    const section = tree[name];
    if (section === undefined || !("host" in section) || section.host in tree.hosts) return [];
    return {
      path: settingPath(file, [name, "host"]),
      expected: `one of the hosts ${Object.keys(tree.hosts).join(", ")}`,
      found: JSON.stringify(section.host),
      remedy: "correct it or add the host to smallboat:hosts",
    };
  });
}

/** The secrets that the declared parts need, by the names of their CI variables. */
function missingSecrets(file: string, stage: string, tree: Tree): Problem[] {
  const needed = [tree.registry && "AFCRED", tree.pypi && "TWINE_PASSWORD"].filter(
    (name) => name !== undefined,
  );
  if (tree.generateSecrets) return [];
  return needed
    .filter((name) => !(name in tree.secrets))
    .map((name) => ({
      path: settingPath(file, ["secrets", name]),
      expected: "a secret",
      found: "nothing",
      remedy: `set it with: pulumi config set --stack ${stage} --secret --path 'smallboat:secrets.${name}'`,
    }));
}
