import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { type RunnerPlan, runnerFiles } from "../lib/plan/index.ts";
import type { GitLab } from "./GitLab.ts";
import type { GitLabProject } from "./GitLabProject.ts";
import type { Host } from "./Host.ts";
import { HostStack } from "./HostStack.ts";

export interface RunnerArgs {
  readonly gitlab: GitLab;
  readonly plan: RunnerPlan;
  /** The host of the runner's container. */
  readonly host: Host;
  /** The project whose jobs it runs. Undefined: jobs of the whole group. */
  readonly project: GitLabProject | undefined;
}

/** A runner: its registration at GitLab and its container. Its token is only in the container's config.toml. */
export class Runner extends pulumi.ComponentResource {
  constructor(name: string, args: RunnerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:Runner", name, {}, { ...opts, provider: args.gitlab.provider });
    const { plan, host } = args;
    const registration = this.#registration(name, args);
    const config = registration.token.apply(plan.config);
    const runner = [
      { file: runnerFiles.config, content: pulumi.secret(config), permissions: "0600" },
      ...(plan.authority ? [{ file: runnerFiles.authority, content: plan.authority }] : []),
    ];
    const { server } = plan;
    new HostStack(
      server.id,
      { host, plan: server.plan, ready: server.ready, uploads: { runner } },
      { parent: this },
    );
    this.registerOutputs({});
  }

  #registration(name: string, { gitlab: { group }, plan, project }: RunnerArgs): gitlab.UserRunner {
    const scope = project
      ? { runnerType: "project_type", projectId: project.project.id.apply(Number) }
      : { runnerType: "group_type", groupId: group.id.apply(Number) };
    return new gitlab.UserRunner(
      name,
      {
        ...scope,
        description: plan.description,
        tagLists: [...plan.tags],
        untagged: plan.untagged,
        accessLevel: plan.isProtected ? "ref_protected" : "not_protected",
        paused: plan.paused,
        locked: plan.locked,
        maximumTimeout: plan.maximumTimeout,
      },
      { parent: this },
    );
  }
}
