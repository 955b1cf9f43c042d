import { expect } from "vitest";
import type { Recorded } from "./recording.ts";

/** One of our own components. */
export function component(type: string, name: string, parent?: string, dependsOn?: string[]): Recorded {
  return {
    type: `smallboat:index:${type}`,
    name,
    inputs: {},
    ...(parent && { parent }),
    ...(dependsOn && { dependsOn }),
  };
}

/** A component of one generated password, and its child. */
export function generatedSecret(name: string): Recorded[] {
  const create = "head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\\n'";
  return [
    component("GeneratedSecret", name, "Environment dev"),
    {
      type: "command:local:Command",
      name,
      parent: `GeneratedSecret ${name}`,
      inputs: { create, logging: "none" },
      ignoreChanges: ["create", "logging"],
      secretOutputs: ["stdout"],
    },
  ];
}

/** A host and its provider. `inputs` are the provider's. */
export function host(name: string, inputs: object, dependsOn?: string[]): Recorded[] {
  return [
    component("Host", name, "Environment dev"),
    {
      type: "pulumi:providers:docker",
      name,
      parent: `Host ${name}`,
      inputs,
      ...(dependsOn && { dependsOn }),
    },
  ];
}

export function image(hostName: string, reference: string, dependsOn?: string[]): Recorded {
  return {
    type: "docker:index/remoteImage:RemoteImage",
    name: `${hostName}/${reference}`,
    parent: `Host ${hostName}`,
    provider: `docker ${hostName}`,
    inputs: { name: reference, keepLocally: true },
    ignoreChanges: ["triggers"],
    onError: [`${hostName}: failing`],
    ...(dependsOn && { dependsOn }),
  };
}

/** Where a resource of a stack belongs. */
export interface Of {
  readonly host: string;
  /** Logical name of the HostStack. */
  readonly stack: string;
  /** Compose project. */
  readonly project: string;
}

/** The default network of a stack. */
export function network({ host, stack, project }: Of): Recorded {
  return {
    type: "docker:index/network:Network",
    name: `${stack}/default`,
    parent: `HostStack ${stack}`,
    provider: `docker ${host}`,
    inputs: { name: `${project}_default`, labels: ownLabels("network", "default", project) },
    deleteBeforeReplace: true,
    beforeCreate: [`${host}: left-over network`],
    onError: [`${host}: stranding`],
  };
}

export function volume({ host, stack, project }: Of, key: string, name: string): Recorded {
  return {
    type: "docker:index/volume:Volume",
    name: `${stack}/${key}`,
    parent: `HostStack ${stack}`,
    provider: `docker ${host}`,
    inputs: { name, labels: ownLabels("volume", key, project) },
    retainOnDelete: true,
    ignoreChanges: ["labels"],
    onError: [`${host}: failing`],
  };
}

/** The only container of a stack on its default network; `inputs` and `options` say what is special about it. */
export function container(
  of: Of,
  service: string,
  inputs: { name: string; image: string; uploads?: readonly object[]; [input: string]: unknown },
  options: Partial<Recorded> & { folder: string; needs?: string[] },
): Recorded {
  const { host, stack, project } = of;
  const { folder, needs = [], ...rest } = options;
  return {
    type: "docker:index/container:Container",
    name: `${stack}/${service}`,
    parent: `HostStack ${stack}`,
    provider: `docker ${host}`,
    inputs: {
      destroyGraceSeconds: 10,
      mustRun: true,
      restart: "no",
      networksAdvanced: [{ aliases: [inputs.name, service], name: `${project}_default` }],
      labels: [...containerLabels(of, service, folder, inputs.image), ...uploadsLabel(inputs.uploads)],
      ...inputs,
    },
    dependsOn: [`Network ${stack}/default`, `RemoteImage ${host}/${inputs.image}`, ...needs].sort(),
    beforeCreate: [`${host}: left-over container`],
    afterCreate: [`${host}: serving`],
    onError: [`${host}: refused`],
    ...rest,
  };
}

function uploadsLabel(uploads: readonly { file?: string }[] = []) {
  const files = uploads.map(({ file }) => file);
  return files.length > 0 ? [{ label: "smallboat.uploads", value: JSON.stringify(files) }] : [];
}

function ownLabels(kind: string, key: string, project: string) {
  return [
    { label: `com.docker.compose.${kind}`, value: key },
    { label: "com.docker.compose.project", value: project },
    { label: "smallboat.stage", value: "dev" },
  ].sort((a, b) => (a.label < b.label ? -1 : 1));
}

function containerLabels({ host, stack, project }: Of, service: string, folder: string, image: string) {
  return [
    { label: "com.docker.compose.config-hash", value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { label: "com.docker.compose.container-number", value: "1" },
    { label: "com.docker.compose.depends_on", value: "" },
    { label: "com.docker.compose.oneoff", value: "False" },
    { label: "com.docker.compose.project", value: project },
    { label: "com.docker.compose.project.config_files", value: `${folder}/compose.yaml` },
    { label: "com.docker.compose.project.working_dir", value: folder },
    { label: "com.docker.compose.service", value: service },
    { label: "com.docker.compose.version", value: "2.40.3" },
    { label: "smallboat.stack", value: `${host}/${stack.split("/").at(-1)}` },
    { label: "smallboat.stage", value: "dev" },
    { label: "com.docker.compose.image", value: `sha256 of ${image}` },
  ];
}
