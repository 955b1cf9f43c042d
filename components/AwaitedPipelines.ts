import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { scriptCommand } from "../lib/resources/script-command.ts";
import type { GitLab } from "./GitLab.ts";

export interface AwaitedPipelinesArgs {
  readonly gitlab: GitLab;
  /** The project's id, and its name for messages. */
  readonly project: { readonly id: pulumi.Input<string>; readonly name: string };
  readonly branches: readonly string[];
  /** The commit of each branch that started its pipeline. A new commit makes the next run wait again. */
  readonly commits: readonly pulumi.Input<string>[];
  /** Seconds to wait for all pipelines. */
  readonly timeout: number;
}

/** The pipelines of a project. Resources that depend on it wait until each branch's latest pipeline has succeeded. */
export class AwaitedPipelines extends pulumi.ComponentResource {
  constructor(name: string, args: AwaitedPipelinesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:AwaitedPipelines", name, {}, opts);
    const { gitlab, project, branches, commits, timeout } = args;
    new local.Command(
      name,
      {
        ...scriptCommand("await-pipelines", {
          ...gitlab.environment,
          PROJECT_ID: project.id,
          PROJECT: project.name,
          BRANCHES: branches.join(" "),
          COMMITS: pulumi.all([...commits]).apply((ids) => ids.join(" ")),
          TIMEOUT: String(timeout),
        }),
        triggers: [...commits],
        logging: local.Logging.StdoutAndStderr,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
