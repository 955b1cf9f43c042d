import * as pulumi from "@pulumi/pulumi";
import { declaredNetworks, placedStacks, type StagePlan } from "../lib/plan/index.ts";
import { DeclaredNetworks } from "../lib/resources/declared-networks.ts";
import type { Declared } from "../lib/resources/declared-value.ts";
import type { ServerLogin } from "../lib/resources/login.ts";
import { credentials } from "../lib/servers/credentials.ts";
import type { Settings } from "../lib/settings/index.ts";
import type { GitLabOutput, ProjectOutput, RunnerOutput } from "../lib/state/index.ts";
import { stageProjects } from "./environment/projects.ts";
import { stageRegistry } from "./environment/registry.ts";
import { type StackOutputs, stageStacks } from "./environment/stacks.ts";
import { GeneratedSecret } from "./GeneratedSecret.ts";
import { GitLab } from "./GitLab.ts";
import { Host, type HostOf } from "./Host.ts";
import { PypiServer } from "./PypiServer.ts";

export interface EnvironmentArgs {
  readonly settings: Settings;
  readonly plan: StagePlan;
}

/** A whole stage. Its parts are declared in the order in which they become ready. */
export class Environment extends pulumi.ComponentResource {
  /** Undefined if the stage has no registry. The same holds for `pypi` and `gitlab`. */
  readonly registry: ServerLogin | undefined;
  readonly pypi: ServerLogin | undefined;
  readonly gitlab: Declared<GitLabOutput<string>> | undefined;
  /** Projects and runners by their names. */
  readonly projects: Readonly<Record<string, Declared<ProjectOutput>>>;
  readonly runners: Readonly<Record<string, RunnerOutput>>;
  /** What runs, by `<host>/<stack>` and then by service. */
  readonly stacks: StackOutputs;

  constructor(name: string, args: EnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:Environment", name, {}, opts);
    const { settings, plan } = args;
    this.registry = plan.registry && {
      user: plan.registry.user,
      password: this.#secret(credentials.registry.password, settings),
    };
    this.pypi = plan.pypi && {
      user: plan.pypi.user,
      password: this.#secret(credentials.pypi.password, settings),
    };
    const hostOf = this.#hosts(args);
    const registry = stageRegistry(this, args, this.registry, hostOf);
    const servers = [...registry.dependsOn, ...registry.copies, ...this.#pypi(args, hostOf)];
    const gitlab = this.#gitlab(args, hostOf);
    this.gitlab = gitlab?.output;
    const logins = { registry: this.registry, pypi: this.pypi };
    const projects = gitlab
      ? stageProjects({ plan, gitlab: gitlab.declared, servers, ...logins }, hostOf)
      : new Map();
    this.projects = Object.fromEntries([...projects].map(([name, { output }]) => [name, output]));
    this.runners = Object.fromEntries(plan.runners.map(({ name, tags }) => [name, { tags }]));
    this.stacks = stageStacks(args, { login: this.registry, registry, projects }, hostOf);
    this.registerOutputs({ stacks: this.stacks });
  }

  /** A secret of the settings, or a random one that the first run makes. */
  #secret(name: string, { secrets }: Settings): pulumi.Output<string> {
    const value = secrets[name];
    return value === undefined ? new GeneratedSecret(name, { parent: this }).value : pulumi.secret(value);
  }

  #hosts({ settings, plan }: EnvironmentArgs): HostOf {
    const { registry, unreachable, owner } = plan;
    const logins = registry && this.registry ? [{ ...this.registry, address: registry.address }] : [];
    const networks = networksByEngine(settings, plan);
    const hosts = new Map(
      Object.entries(settings.hosts).map(([host, hostSettings]) => {
        const { recorded, stacks: unknownStacks } = unreachable.get(host) ?? {};
        const { adopted } = settings;
        const lackedImages = plan.lackedImages.get(hostSettings.engine);
        const followedImages = followedOn(host, plan);
        const images = { followedImages, lackedImages };
        const known = {
          engineSettings: plan.engineSettings.get(hostSettings.engine),
          networks: networks(hostSettings.engine),
          ...images,
          adopted,
          recorded,
          unknownStacks,
        };
        return [host, new Host(host, { owner, settings: hostSettings, logins, ...known }, { parent: this })];
      }),
    );
    return (host) => hosts.get(host) as Host;
  }

  #pypi({ plan: { pypi } }: EnvironmentArgs, hostOf: HostOf): pulumi.Resource[] {
    const { server } = pypi ?? {};
    if (!server || !this.pypi) return [];
    return [
      new PypiServer("pypi", { host: hostOf(server.host), server, login: this.pypi }, { parent: this }),
    ];
  }

  #gitlab({ settings, plan: { gitlab: plan } }: EnvironmentArgs, hostOf: HostOf) {
    if (!plan) return undefined;
    const { server, url } = plan;
    const token = this.#secret(credentials.gitlab.password, settings);
    const host = server && hostOf(server.host);
    const declared = new GitLab("gitlab", { plan, token, host }, { parent: this });
    return { declared, output: { url, group: declared.group.fullPath, ...(server && { token }) } };
  }
}

/** Keys of the images that the host pulls and for which a service says `pull_policy: always`. */
function followedOn(name: string, plan: StagePlan): ReadonlySet<string> {
  const images = placedStacks(plan)
    .filter(({ host }) => host === name)
    .flatMap(({ plan }) => plan.images);
  return new Set(images.filter(({ pull, build }) => pull === "always" && !build).map(({ key }) => key));
}

/** The networks that stacks declare, by the engine's address: several hosts may share an engine. */
function networksByEngine({ hosts }: Settings, plan: StagePlan): (engine: string) => DeclaredNetworks {
  const engineOf = (host: string) => hosts[host]?.engine ?? "";
  const placed = placedStacks(plan);
  const engines = new Set(Object.keys(hosts).map(engineOf));
  const declared = new Map(
    [...engines].map((engine) => {
      const plans = placed.filter(({ host }) => engineOf(host) === engine).map(({ plan }) => plan);
      return [engine, new DeclaredNetworks(declaredNetworks(plans).map(({ fields }) => fields.name))];
    }),
  );
  return (engine) => declared.get(engine) as DeclaredNetworks;
}
