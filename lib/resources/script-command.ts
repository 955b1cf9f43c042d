import type * as pulumi from "@pulumi/pulumi";
import type { ScriptName, ScriptVariables } from "../scripts/index.ts";

/** The inputs of a `local.Command` that runs a script of `scripts/`. */
export function scriptCommand<Script extends ScriptName>(
  script: Script,
  environment: ScriptVariables<Script, pulumi.Input<string>>,
) {
  return { create: `node scripts/${script}.ts`, environment };
}
