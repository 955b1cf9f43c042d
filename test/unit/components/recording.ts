import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { vi } from "vitest";

// On a busy machine the first resource of a provider takes seconds: its package is loaded.
vi.setConfig({ testTimeout: 60_000 });

/** A resource as the engine is asked for it. Options that the program does not set are left out. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** `<class> <name>`; likewise `provider` and `dependsOn`. */
  readonly parent?: string;
  readonly provider?: string;
  /** As sent; what is secret stands as `{ secret: value }`. */
  readonly inputs: object;
  /** Explicit dependencies and those of inputs, sorted. */
  readonly dependsOn?: readonly string[];
  readonly ignoreChanges?: readonly string[];
  readonly secretOutputs?: readonly string[];
  /** Names that it had before, with the URN of the parent if that was another. */
  readonly aliases?: readonly string[];
  readonly deleteBeforeReplace?: true;
  readonly retainOnDelete?: true;
  readonly deletedWith?: string;
  readonly beforeCreate?: readonly string[];
  readonly afterCreate?: readonly string[];
  readonly onError?: readonly string[];
}

/** What a provider adds to the inputs, by type. */
const outputs: Readonly<Record<string, (inputs: Record<string, unknown>) => object>> = {
  "gitlab:index/group:Group": ({ path }) => ({ fullPath: path }),
  "gitlab:index/pipelineSchedule:PipelineSchedule": () => ({ pipelineScheduleId: 9 }),
  "gitlab:index/repositoryFile:RepositoryFile": ({ branch }) => ({ commitId: `commit on ${branch}` }),
  "gitlab:index/userRunner:UserRunner": () => ({ token: "glrt-made" }),
  // As an earlier version recorded a build: nobody is there to be asked about it.
  "docker:index/remoteImage:RemoteImage": ({ name }) => ({ imageId: `sha256 of ${name}`, build: {} }),
  "command:local:Command": ({ environment }) => ({
    stdout: environment ? '{"certificate":"made certificate","key":"made key"}' : "made password",
  }),
};

/** Things of GitLab whose ids are numbers. */
const numbers: Readonly<Record<string, string>> = {
  "gitlab:index/group:Group": "7",
  "gitlab:index/project:Project": "42",
};

const mocks: pulumi.runtime.Mocks = {
  newResource: ({ type, name, inputs }) => ({
    id: numbers[type] ?? `id of ${name}`,
    state: { ...inputs, ...outputs[type]?.(inputs) },
  }),
  call: ({ inputs }) => ({ ...inputs, sha256Digest: `digest of ${inputs.name}` }),
};

/** Nothing is made in a preview. */
const ofPreview: pulumi.runtime.Mocks = {
  ...mocks,
  newResource: ({ inputs }) => ({ id: "", state: inputs }),
};

/** The part of Pulumi's mock engine that is listened to; it does not know hooks. */
interface Monitor {
  registerResource(request: RegisterResourceRequest, callback: unknown): Promise<void>;
  registerResourceHook(request: unknown, callback: (error: null) => void): void;
  registerErrorHook(request: unknown, callback: (error: null) => void): void;
}

/** Runs a program against Pulumi's mock engine. @returns every resource it registers, sorted by class and name */
export async function record(program: () => unknown): Promise<Recorded[]> {
  return sorted((await requests(program)).map(described));
}

/**
 * What the inputs of each resource are made of, by `<class> <name>` and input. When one of these resources is deleted
 * before it is replaced, so are those whose input forces a replacement.
 */
export async function madeOf(
  program: () => unknown,
  isPreview = false,
): Promise<Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>> {
  const all = (await requests(program, isPreview)).map((request) => {
    const made: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((dependencies, input) => {
      const urns = dependencies.getUrnsList();
      if (urns.length > 0) made[input] = urns.map(ofUrn).sort();
    });
    return [`${classOf(request.getType())} ${request.getName()}`, made];
  });
  return Object.fromEntries(all);
}

/**
 * The inputs that a first preview does not know, by `<class> <name>`: what only a run finds out, and what is made of it.
 * Of a provider with such an input Pulumi compares nothing.
 */
export async function unknownInputs(
  program: () => unknown,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const all = (await requests(program, true)).map((request): [string, string[]] => {
    const inputs = Object.entries(request.getObject()?.toJavaScript() ?? {});
    const unknown = inputs.filter(([, value]) => JSON.stringify(value).includes(unknownMark));
    return [`${classOf(request.getType())} ${request.getName()}`, unknown.map(([name]) => name).sort()];
  });
  return Object.fromEntries(all.filter(([, inputs]) => inputs.length > 0));
}

const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

async function requests(program: () => unknown, isPreview = false): Promise<RegisterResourceRequest[]> {
  const recorded: RegisterResourceRequest[] = [];
  await pulumi.runtime.setMocks(isPreview ? ofPreview : mocks, "smallboat", "dev", isPreview);
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    recorded.push(request);
    return register(request, callback);
  };
  monitor.registerResourceHook = (_, callback) => callback(null);
  monitor.registerErrorHook = (_, callback) => callback(null);
  await program();
  await pulumi.runtime.disconnect();
  return recorded;
}

/** By class, then name. */
export function sorted(resources: readonly Recorded[]): Recorded[] {
  const key = ({ type, name }: Recorded) => `${classOf(type)} ${name}`;
  return [...resources].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function described(request: RegisterResourceRequest): Recorded {
  const hooks = request.getHooks();
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: revealed(request.getObject()?.toJavaScript()) as object,
    ...whatIsSet({
      parent: ofUrn(request.getParent()),
      provider: ofUrn(request.getProvider().replace(/::[^:]*$/, "")),
      dependsOn: request.getDependenciesList().map(ofUrn).sort(),
      ignoreChanges: request.getIgnorechangesList(),
      secretOutputs: request.getAdditionalsecretoutputsList(),
      aliases: request.getAliasesList().map(aliasText),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      retainOnDelete: request.getRetainondelete(),
      deletedWith: ofUrn(request.getDeletedwith()),
      beforeCreate: hooks?.getBeforeCreateList(),
      afterCreate: hooks?.getAfterCreateList(),
      onError: hooks?.getOnErrorList(),
    }),
  };
}

function aliasText(alias: Alias): string {
  const spec = alias.getSpec();
  if (!spec) return alias.getUrn();
  const parent = spec.getParenturn();
  return parent ? `${spec.getName()} of ${parent}` : spec.getName();
}

function whatIsSet(options: Record<string, unknown>): object {
  const isSet = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isSet(value)));
}

function classOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

function ofUrn(urn: string): string {
  const [, , type, name] = urn.split("::");
  return type ? `${classOf(type)} ${name}` : "";
}

/** Pulumi's mark of a special value, and the kind that is a secret. */
const [mark, secretKind] = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"];

function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  const special = value as Record<string, unknown>;
  if (special[mark] === secretKind) return { secret: revealed(special.value) };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}
