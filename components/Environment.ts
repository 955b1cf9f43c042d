import * as pulumi from "@pulumi/pulumi";
import {
  awaitedImages,
  type PlacedStack,
  type RegistryPlan,
  type RegistryServer,
  type StagePlan,
} from "../plan/index.ts";
import type { Settings } from "../settings/index.ts";
import { AwaitedImage } from "./AwaitedImage.ts";
import type { AwaitedPipelines } from "./AwaitedPipelines.ts";
import type { StageValues } from "./CiVariables.ts";
import { ContainerRegistry } from "./ContainerRegistry.ts";
import { GeneratedSecret } from "./GeneratedSecret.ts";
import { GitLab } from "./GitLab.ts";
import { GitLabProject } from "./GitLabProject.ts";
import type { GitLabOutput, ProjectOutput, RunnerOutput } from "./gitlabOutputs.ts";
import { Host } from "./Host.ts";
import { HostStack, type ServiceOutput } from "./HostStack.ts";
import type { Login } from "./Login.ts";
import { ProjectContent } from "./ProjectContent.ts";
import { PypiServer } from "./PypiServer.ts";
import { RegistryCopy } from "./RegistryCopy.ts";
import { RegistryTrust } from "./RegistryTrust.ts";
import { Runner } from "./Runner.ts";

export interface EnvironmentArgs {
  readonly settings: Settings;
  readonly plan: StagePlan;
}

/** A whole stage, in the order in which its parts become ready. */
export class Environment extends pulumi.ComponentResource {
  /** Nothing where the stage has no registry; likewise `pypi`. */
  readonly registry: Login | undefined;
  readonly pypi: Login | undefined;
  /** Nothing where the stage has no GitLab. */
  readonly gitlab: GitLabOutput | undefined;
  /** By name. */
  readonly projects: Readonly<Record<string, ProjectOutput>>;
  readonly runners: Readonly<Record<string, RunnerOutput>>;
  /** What runs, by `<host>/<stack>` and service. */
  readonly stacks: Readonly<Record<string, pulumi.Output<Record<string, ServiceOutput>>>>;

  constructor(name: string, args: EnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:Environment", name, {}, opts);
    const { settings, plan } = args;
    this.registry = plan.registry && { user: plan.registry.user, password: this.#secret("AFCRED", settings) };
    this.pypi = plan.pypi && { user: plan.pypi.user, password: this.#secret("TWINE_PASSWORD", settings) };
    const hosts = this.#hosts(args);
    const registry = this.#registry(args, hosts);
    const servers = [...registry.dependsOn, ...registry.copies, ...this.#pypi(args, hosts)];
    const gitlab = this.#gitlab(args, hosts);
    this.gitlab = gitlab?.output;
    const projects = gitlab ? this.#projects(args, hosts, gitlab.declared, servers) : new Map();
    this.projects = Object.fromEntries([...projects].map(([name, { output }]) => [name, output]));
    this.runners = Object.fromEntries(plan.runners.map(({ name, tags }) => [name, { tags }]));
    this.stacks = this.#stacks(args, hosts, registry, projects);
    this.registerOutputs({ stacks: this.stacks });
  }

  /** A secret of the settings, or one that is made on the first run. */
  #secret(name: string, { secrets }: Settings): pulumi.Output<string> {
    const value = secrets[name];
    return value === undefined ? new GeneratedSecret(name, { parent: this }).value : pulumi.secret(value);
  }

  #hosts({ settings, plan: { registry, silent } }: EnvironmentArgs): HostOf {
    const logins = registry && this.registry ? [{ ...this.registry, address: registry.address }] : [];
    const hosts = new Map(
      Object.entries(settings.hosts).map(([host, hostSettings]) => {
        const { recorded } = silent.get(host) ?? {};
        const args = { stage: settings.stage, settings: hostSettings, logins, recorded };
        return [host, new Host(host, args, { parent: this })];
      }),
    );
    return (host) => hosts.get(host) as Host;
  }

  /** What has to be there before an image of the registry can be pulled. */
  #registry({ settings, plan: { registry, silent } }: EnvironmentArgs, hostOf: HostOf): Pullable {
    const { server, address } = registry ?? {};
    const login = this.registry;
    if (!registry || !server || !address || !login) return { dependsOn: [], copies: [] };
    const args = { host: hostOf(server.host), server, address, login };
    const declared = new ContainerRegistry("registry", args, { parent: this });
    const hosts = onePerEngine(settings).filter((host) => !silent.has(host));
    const dependsOn = [declared, ...this.#trust(declared, settings, hosts, server, address, hostOf)];
    const copies = server.copies.map((image) => {
      const copy = { host: args.host, image, copy: `${registry.repositories}/${image}`, login };
      return new RegistryCopy(`registry/${image}`, copy, { parent: declared, dependsOn });
    });
    return { dependsOn, pullable: declared.ready, copies };
  }

  #trust(
    { ca }: ContainerRegistry,
    { stage }: Settings,
    hosts: readonly string[],
    { image }: RegistryServer,
    address: string,
    hostOf: HostOf,
  ): pulumi.Resource[] {
    if (ca === undefined) return [];
    return hosts.map((name) => {
      const host = hostOf(name);
      const args = { host, stage, address, ca, image };
      return new RegistryTrust(`${name}/registry-trust`, args, { parent: host });
    });
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
    const token = this.#secret("GITLAB_TOKEN", settings);
    const host = server && hostOf(server.host);
    const declared = new GitLab("gitlab", { plan, token, host }, { parent: this });
    const output = { url, group: declared.group.fullPath, ...(server && { token }) };
    return { declared, output };
  }

  /** Projects, then the runners, and only then what starts pipelines. */
  #projects(
    { plan }: EnvironmentArgs,
    hostOf: HostOf,
    gitlab: GitLab,
    servers: pulumi.Resource[],
  ): Map<string, DeclaredProject> {
    const values = this.#values(plan.registry?.address);
    const projects = new Map(
      plan.projects.map((project) => {
        const args = { gitlab, plan: project, values, servers };
        return [project.name, new GitLabProject(project.name, args, { parent: gitlab })];
      }),
    );
    const dependsOn = plan.runners.map((runner) => {
      const project = runner.project === undefined ? undefined : projects.get(runner.project);
      const args = { gitlab, plan: runner, host: hostOf(runner.server.host), project };
      return new Runner(runner.name, args, { parent: gitlab });
    });
    return new Map(
      plan.projects.map((each) => {
        const project = projects.get(each.name) as GitLabProject;
        const args = { gitlab, project, plan: each };
        const opts = { parent: project, dependsOn: [...dependsOn, project] };
        const { pipelines } = new ProjectContent(each.name, args, opts);
        return [each.name, { output: { webUrl: project.project.webUrl, kind: each.kind }, pipelines }];
      }),
    );
  }

  /** What CI variables take from the stage's servers. */
  #values(registryAddress = ""): StageValues {
    const { registry, pypi } = this;
    return {
      ...(registry && {
        "registry.password": registry.password,
        "registry.auth": registry.password.apply((password) => {
          const auth = Buffer.from(`${registry.user}:${password}`).toString("base64");
          return JSON.stringify({ auths: { [registryAddress]: { auth } } });
        }),
      }),
      ...(pypi && { "pypi.password": pypi.password }),
    };
  }

  #stacks(
    { settings, plan }: EnvironmentArgs,
    hostOf: HostOf,
    registry: Pullable,
    projects: ReadonlyMap<string, DeclaredProject>,
  ) {
    const secrets = Object.values(settings.secrets);
    return Object.fromEntries(
      plan.stacks.map((stack) => {
        const host = hostOf(stack.host);
        const { dependsOn, pullable } = usesRegistry(stack, plan.registry) ? registry : { dependsOn: [] };
        const awaited = this.#awaited(stack, plan, host, dependsOn, projects);
        const args = {
          host,
          plan: stack.plan,
          secrets,
          pullable: pulumi.all([pullable, ...awaited.map(({ digest }) => digest)]),
        };
        const opts = { parent: host, dependsOn: [...dependsOn, ...awaited] };
        return [stack.id, new HostStack(stack.id, args, opts).services];
      }),
    );
  }

  /** What pipelines of the stage push for a stack. */
  #awaited(
    stack: PlacedStack,
    { registry, projects: plans }: StagePlan,
    host: Host,
    dependsOn: pulumi.Resource[],
    projects: ReadonlyMap<string, DeclaredProject>,
  ): AwaitedImage[] {
    const login = this.registry;
    if (!login) return [];
    return awaitedImages(stack, registry, plans).map(({ reference, project, timeout }) => {
      const pipelines = projects.get(project)?.pipelines;
      const args = { host, image: reference, login, project, timeout };
      const after = [...dependsOn, ...(pipelines ? [pipelines] : [])];
      return new AwaitedImage(`${stack.id}/${reference}`, args, { parent: host, dependsOn: after });
    });
  }
}

/** The first host of each engine. */
function onePerEngine({ hosts }: Settings): string[] {
  const names = Object.keys(hosts);
  const engineOf = (name: string) => hosts[name]?.engine;
  return names.filter(
    (name, index) => names.findIndex((each) => engineOf(each) === engineOf(name)) === index,
  );
}

interface DeclaredProject {
  readonly output: ProjectOutput;
  readonly pipelines: AwaitedPipelines | undefined;
}

/** When images of the stage's registry can be pulled. */
interface Pullable {
  readonly dependsOn: pulumi.Resource[];
  readonly copies: RegistryCopy[];
  readonly pullable?: pulumi.Output<unknown>;
}

type HostOf = (name: string) => Host;

function usesRegistry({ plan }: PlacedStack, registry: RegistryPlan | undefined): boolean {
  return plan.images.some(({ reference }) => registry && reference.startsWith(`${registry.address}/`));
}
