import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import type { VariablePlan, VariableValue } from "../lib/plan/index.ts";

/** What only resources know, by the source that a variable names. */
export type StageValues = Readonly<
  Partial<Record<Exclude<VariableValue, string>["of"], pulumi.Output<string>>>
>;

export interface CiVariablesArgs {
  /** Number of the project. */
  readonly project: pulumi.Input<string>;
  readonly variables: readonly VariablePlan[];
  readonly values: StageValues;
}

/** The CI variables of one project. Values are always secret, whatever GitLab shows of them. */
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
          // Left out, it would be replaced in every run.
          hidden: variable.isHidden,
          raw: variable.isRaw,
          description: variable.description,
        },
        // GitLab has one variable of a name and an environment.
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
