import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import type { VariablePlan, VariableValue } from "../lib/plan/index.ts";

/** Values that are known only once a server exists, by the source that a variable names. */
export type StageValues = Readonly<
  Partial<Record<Exclude<VariableValue, string>["of"], pulumi.Output<string>>>
>;

export interface CiVariablesArgs {
  /** The project's numeric id. */
  readonly project: pulumi.Input<string>;
  readonly variables: readonly VariablePlan[];
  readonly values: StageValues;
}

/** The CI variables of one project. Every value is a secret in the state, even if GitLab shows it. */
export class CiVariables extends pulumi.ComponentResource {
  constructor(name: string, args: CiVariablesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:CiVariables", name, {}, opts);
    const { project, variables, values } = args;
    for (const variable of variables) {
      const { key, environment } = variable;
      new gitlab.ProjectVariable(
        environment === "*" ? `${name}/${key}` : `${name}/${key}@${environment}`,
        {
          project,
          key,
          value: secretValue(variable, values),
          variableType: variable.isFile ? "file" : "env_var",
          environmentScope: environment,
          protected: variable.isProtected,
          masked: variable.isMasked,
          // Without a value, the provider would replace the variable in every run.
          hidden: variable.isHidden,
          raw: variable.isRaw,
          description: variable.description,
        },
        // GitLab allows one variable for a name and an environment, so the old one must go first.
        { parent: this, deleteBeforeReplace: true },
      );
    }
    this.registerOutputs({});
  }
}

function secretValue({ key, value }: VariablePlan, values: StageValues): pulumi.Output<string> {
  if (typeof value === "string") return pulumi.secret(value);
  const known = values[value.of];
  if (!known) throw new Error(`The stage has no ${value.of} for ${key}.`);
  return pulumi.secret(known);
}
