import * as pulumi from "@pulumi/pulumi";
import type { PlacedStack, RegistryPlan, RegistryServer, StagePlan } from "../plan/index.ts";
import type { Settings } from "../settings/index.ts";
import { ContainerRegistry } from "./ContainerRegistry.ts";
import { GeneratedSecret } from "./GeneratedSecret.ts";
import { Host } from "./Host.ts";
import { HostStack, type ServiceOutput } from "./HostStack.ts";
import type { Login } from "./Login.ts";
import { PypiServer } from "./PypiServer.ts";
import { RegistryCopy } from "./RegistryCopy.ts";
import { RegistryTrust } from "./RegistryTrust.ts";

export interface EnvironmentArgs {
  readonly settings: Settings;
  readonly plan: StagePlan;
}

/** A whole stage, in the order in which its parts become ready. */
export class Environment extends pulumi.ComponentResource {
  /** Nothing where the stage has no registry; likewise `pypi`. */
  readonly registry: Login | undefined;
  readonly pypi: Login | undefined;
  /** What runs, by `<host>/<stack>` and service. */
  readonly stacks: Readonly<Record<string, pulumi.Output<Record<string, ServiceOutput>>>>;

  constructor(name: string, args: EnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:Environment", name, {}, opts);
    const { settings, plan } = args;
    this.registry = plan.registry && { user: plan.registry.user, password: this.#secret("AFCRED", settings) };
    this.pypi = plan.pypi && { user: plan.pypi.user, password: this.#secret("TWINE_PASSWORD", settings) };
    const hosts = this.#hosts(args);
    const ready = this.#registry(args, hosts);
    this.#pypi(args, hosts);
    this.stacks = this.#stacks(args, hosts, ready);
    this.registerOutputs({ stacks: this.stacks });
  }

  /** A secret of the settings, or one that is made on the first run. */
  #secret(name: string, { secrets }: Settings): pulumi.Output<string> {
    const value = secrets[name];
    return value === undefined ? new GeneratedSecret(name, { parent: this }).value : pulumi.secret(value);
  }

  #hosts({ settings, plan: { registry } }: EnvironmentArgs): HostOf {
    const logins = registry && this.registry ? [{ ...this.registry, address: registry.address }] : [];
    const hosts = new Map(
      Object.entries(settings.hosts).map(([host, hostSettings]) => [
        host,
        new Host(host, { stage: settings.stage, settings: hostSettings, logins }, { parent: this }),
      ]),
    );
    return (host) => hosts.get(host) as Host;
  }

  /** What has to be there before an image of the registry can be pulled. */
  #registry({ settings, plan: { registry } }: EnvironmentArgs, hostOf: HostOf): Pullable {
    const { server, address } = registry ?? {};
    const login = this.registry;
    if (!registry || !server || !address || !login) return { dependsOn: [] };
    const args = { host: hostOf(server.host), server, address, login };
    const declared = new ContainerRegistry("registry", args, { parent: this });
    const dependsOn = [declared, ...this.#trust(declared, settings, server, address, hostOf)];
    for (const image of server.copies) {
      const copy = { host: args.host, image, copy: `${registry.repositories}/${image}`, login };
      new RegistryCopy(`registry/${image}`, copy, { parent: declared, dependsOn });
    }
    return { dependsOn, pullable: declared.ready };
  }

  #trust(
    { ca }: ContainerRegistry,
    settings: Settings,
    { image }: RegistryServer,
    address: string,
    hostOf: HostOf,
  ): pulumi.Resource[] {
    if (ca === undefined) return [];
    return onePerEngine(settings).map((name) => {
      const host = hostOf(name);
      const args = { host, stage: settings.stage, address, ca, image };
      return new RegistryTrust(`${name}/registry-trust`, args, { parent: host });
    });
  }

  #pypi({ plan: { pypi } }: EnvironmentArgs, hostOf: HostOf): void {
    const { server } = pypi ?? {};
    if (!server || !this.pypi) return;
    new PypiServer("pypi", { host: hostOf(server.host), server, login: this.pypi }, { parent: this });
  }

  #stacks({ settings, plan }: EnvironmentArgs, hostOf: HostOf, registry: Pullable) {
    const secrets = Object.values(settings.secrets);
    return Object.fromEntries(
      plan.stacks.map((stack) => {
        const host = hostOf(stack.host);
        const { dependsOn, pullable } = usesRegistry(stack, plan.registry) ? registry : { dependsOn: [] };
        const args = { host, plan: stack.plan, secrets, pullable };
        return [stack.id, new HostStack(stack.id, args, { parent: host, dependsOn }).services];
      }),
    );
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

/** When images of the stage's registry can be pulled. */
interface Pullable {
  readonly dependsOn: pulumi.Resource[];
  readonly pullable?: pulumi.Output<unknown>;
}

type HostOf = (name: string) => Host;

function usesRegistry({ plan }: PlacedStack, registry: RegistryPlan | undefined): boolean {
  return plan.images.some(({ reference }) => registry && reference.startsWith(`${registry.address}/`));
}
