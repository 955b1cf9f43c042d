import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { type GitLabPlan, standinToken } from "../lib/plan/index.ts";
import { type GitLabHooks, gitlabHooks } from "../lib/resources/gitlab-hooks.ts";
import { fileReaders } from "../lib/resources/server-file-access.ts";
import type { GitLabVariables } from "../lib/scripts/index.ts";
import type { Host } from "./Host.ts";
import { HostStack } from "./HostStack.ts";

export interface GitLabArgs {
  readonly plan: GitLabPlan;
  /** The token with which the program works: the user's own, or the one of the stand-in's administrator. */
  readonly token: pulumi.Output<string>;
  /** The host of the stand-in. Undefined if the GitLab is the team's own. */
  readonly host: Host | undefined;
}

/** The stage's GitLab: the stand-in if the settings ask for one, the provider, and the stage's group. */
export class GitLab extends pulumi.ComponentResource {
  readonly provider: gitlab.Provider;
  readonly hooks: GitLabHooks;
  readonly group: gitlab.Group;
  /** For scripts that talk to it. */
  readonly environment: GitLabVariables<pulumi.Input<string>>;

  constructor(name: string, args: GitLabArgs, opts?: pulumi.ComponentResourceOptions) {
    const held = new DeletedWithVolume();
    super("smallboat:index:GitLab", name, {}, { ...opts, transformations: [held.transformation] });
    const { plan, token } = args;
    const { url, group, authority } = plan;
    const standin = this.#standin(name, args);
    held.by = standin?.volumes[0];
    this.provider = new gitlab.Provider(
      name,
      {
        // Unknown in a preview that replaces the stand-in, so that the provider does not ask it anything.
        baseUrl: standin ? standin.ids.apply(() => `${url}/api/v4/`) : `${url}/api/v4/`,
        token,
        ...(authority && { cacertFile: authority.file }),
      },
      { parent: this },
    );
    this.hooks = gitlabHooks(plan, token);
    this.environment = { GITLAB_URL: url, GITLAB_TOKEN: token, GITLAB_CA: authority?.pem ?? "" };
    this.group = new gitlab.Group(
      name,
      {
        path: group.path,
        name: group.name,
        description: group.description,
        visibilityLevel: group.visibility,
        ...(group.parentId !== undefined && { parentId: group.parentId }),
        requestAccessEnabled: false,
        autoDevopsEnabled: false,
      },
      { parent: this, provider: this.provider, hooks: { beforeCreate: [this.hooks.group] } },
    );
    this.registerOutputs({ group: this.group.fullPath });
  }

  #standin(name: string, { plan: { server }, token, host }: GitLabArgs): HostStack | undefined {
    if (!server || !host) return undefined;
    const { plan, ready } = server;
    const uploads = { gitlab: [{ file: standinToken, content: token, reader: fileReaders.root }] };
    return new HostStack(name, { host, plan, ready, uploads, isDisposable: true }, { parent: this });
  }
}

/** Everything in the stand-in goes with its volume, so its resources need not be deleted one by one. */
class DeletedWithVolume {
  by: pulumi.Resource | undefined;
  readonly transformation: pulumi.ResourceTransformation = ({ type, props, opts }) =>
    this.by && type.startsWith("gitlab:") ? { props, opts: { ...opts, deletedWith: this.by } } : undefined;
}
