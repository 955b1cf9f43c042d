import type { Container } from "../../../lib/docker/containers.ts";
import type { EngineSnapshot } from "../../../lib/docker/engine-snapshot.ts";
import type { InspectedContainer } from "../../../lib/docker/inspected-container.ts";
import type { EngineNetwork } from "../../../lib/docker/networks.ts";
import type { Deployment, PropertyMap, Resource } from "../../../lib/state/index.ts";
import { ownerOf, recordedHosts } from "../../../lib/state/index.ts";
import {
  engineReport,
  type LookAnswer,
  type PartialReport,
  recordedThings,
} from "../../../lib/status/index.ts";
import { container, engineInfo, type Facts, inspected, snapshot } from "../support/engine-facts.ts";

/** A stage with one host, one stack and one thing of each kind, and an engine that has them all as recorded. */
const urn = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
export const hostUrn = urn("smallboat:index:Host", "far");
export const stackUrn = urn("smallboat:index:HostStack", "far/chat");
const provider = urn("pulumi:providers:docker", "far");
const labelled = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([label, value]) => ({ label, value }));
export const incarnation = { "smallboat.stage": "dev", "smallboat.incarnation": "me.1" };
export const project = { "com.docker.compose.project": "chat" };
const service = { ...incarnation, ...project, "com.docker.compose.service": "web" };

export const recorded = {
  container: {
    inputs: {
      __defaults: ["networkMode"],
      name: "chat-web-1",
      image: "nginx:1.29",
      labels: labelled(service),
      mustRun: true,
      networksAdvanced: [{ __defaults: [], name: "chat_default", aliases: ["web"] }],
      restart: "unless-stopped",
    } as PropertyMap,
    outputs: {} as PropertyMap,
  },
  network: {
    inputs: { name: "chat_default", labels: labelled({ ...incarnation, ...project }) } as PropertyMap,
    outputs: { driver: "bridge", internal: false, attachable: false, ipv6: false } as PropertyMap,
  },
  volume: {
    inputs: { name: "chat_data", labels: labelled({ ...incarnation, ...project }) } as PropertyMap,
    outputs: { labels: labelled({ ...incarnation, ...project }) } as PropertyMap,
  },
  image: {
    inputs: { name: "nginx:1.29" } as PropertyMap,
    outputs: { imageId: "sha256:1" } as PropertyMap,
  },
};

export const types = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  image: "docker:index/remoteImage:RemoteImage",
} as const;
type Kind = keyof typeof types;

export interface Change {
  /** Inputs and outputs that were recorded otherwise. */
  readonly recorded?: { readonly [K in Kind]?: { inputs?: PropertyMap; outputs?: PropertyMap } };
  readonly listed?: Partial<Container>;
  readonly inspected?: Facts<InspectedContainer>;
  readonly snapshot?: Partial<EngineSnapshot>;
  readonly answer?: Partial<LookAnswer>;
  readonly resources?: readonly Resource[];
  /** Limits that were recorded beside the inputs, by container. */
  readonly limits?: Readonly<Record<string, object>>;
}

export function deployment({ recorded: changes = {}, limits = {}, resources = [] }: Change = {}): Deployment {
  const thing = (kind: Kind, name: string, id: string, parent: string): Resource => ({
    urn: urn(types[kind], name),
    type: types[kind],
    id,
    parent,
    provider: `${provider}::an-id`,
    inputs: { ...recorded[kind].inputs, ...changes[kind]?.inputs },
    outputs: { ...recorded[kind].outputs, ...changes[kind]?.outputs },
  });
  return {
    pending_operations: [],
    resources: [
      { urn: urn("pulumi:index:Stash", "owner"), type: "pulumi:index:Stash", outputs: { output: "me" } },
      {
        urn: hostUrn,
        type: "smallboat:index:Host",
        outputs: { engine: { liveRestore: false, logDriver: "json-file" } },
      },
      { urn: provider, type: "pulumi:providers:docker", parent: hostUrn, inputs: { host: "tcp://far:1" } },
      thing("image", "far/nginx:1.29", "sha256:1nginx:1.29", hostUrn),
      { urn: stackUrn, type: "smallboat:index:HostStack", parent: hostUrn, outputs: { limits } },
      thing("network", "far/chat/default", "n1", stackUrn),
      thing("volume", "far/chat/data", "chat_data", stackUrn),
      thing("container", "far/chat/web", "c1", stackUrn),
      ...resources,
    ],
  };
}

export const network: EngineNetwork = {
  Id: "n1",
  Name: "chat_default",
  Labels: { ...incarnation, ...project },
  Created: "2026-11-26T07:59:00Z",
  Driver: "bridge",
  Internal: false,
  Attachable: false,
  EnableIPv6: false,
  Options: {},
  IPAM: { Driver: "default", Config: [{ Subnet: "10.9.0.0/24" }] },
};
/** The network that an engine creates when it starts. */
export const bridge: EngineNetwork = {
  ...network,
  Id: "b",
  Name: "bridge",
  Labels: {},
  Created: "2026-11-20T06:00:00Z",
};
export const volume = {
  Name: "chat_data",
  Driver: "local",
  Options: null,
  Labels: { ...incarnation, ...project },
  Mountpoint: "",
};
export const listed = container({
  id: "c1",
  name: "chat-web-1",
  labels: service,
  networks: ["chat_default"],
});
const lives: Facts<InspectedContainer> = {
  Id: "c1",
  Name: "/chat-web-1",
  Image: "sha256:1",
  Config: { Image: "nginx:1.29", Hostname: "c1", Labels: service },
  HostConfig: {
    NetworkMode: "bridge",
    RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 },
    LogConfig: { Type: "json-file", Config: {} },
    Binds: null,
  },
  NetworkSettings: { Networks: { chat_default: { Aliases: ["web"] } } },
};

export function living(facts: Facts<InspectedContainer> = {}): InspectedContainer {
  const base = inspected(lives);
  const { State, HostConfig, Config, ...rest } = facts as Partial<InspectedContainer>;
  return {
    ...base,
    ...rest,
    State: { ...base.State, ...State },
    HostConfig: { ...base.HostConfig, ...HostConfig },
    Config: { ...base.Config, ...Config },
  };
}

export const image = {
  Id: "sha256:1",
  Created: 1_700_000_000,
  RepoTags: ["nginx:1.29"],
  RepoDigests: ["nginx@sha256:d1"],
};

/** The report of the host, after something has changed. */
export function report(change: Change = {}): PartialReport {
  const state = deployment(change);
  const hosts = recordedHosts(state);
  const one = { ...listed, ...change.listed };
  const answer: LookAnswer = {
    snapshot: snapshot({
      containers: [one],
      inspected: new Map([[one.id, living(change.inspected)]]),
      networks: [bridge, network],
      volumes: [volume],
      images: [image],
      info: engineInfo(),
      ...change.snapshot,
    }),
    files: new Map(),
    digests: new Map(),
    ...change.answer,
  };
  const recordedOnEngine = {
    hosts: ["far"] as [string],
    things: recordedThings(state, hosts),
    ids: new Set(state.resources.flatMap(({ id }) => id ?? [])),
    settings: state.resources.find(({ urn }) => urn === hostUrn)?.outputs?.engine as never,
  };
  return engineReport(recordedOnEngine, answer, ownerOf("dev", state));
}

/** `address: text | cause | remedy` of each finding. */
export function found(change: Change = {}): string[] {
  return report(change).findings.map(
    ({ address, text, cause, remedy }) => `${address}: ${text} | ${cause} | ${remedy}`,
  );
}
