import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { attempt, type Outcome } from "./command.ts";
import { builtImage } from "./examples.ts";
import type { Cluster } from "./kubernetes-cluster.ts";
import { randomName } from "./names.ts";

export interface DeployerRun {
  readonly env?: Readonly<Record<string, string>>;
  /** `<path here>:<path there>`, as docker's --volume takes it. */
  readonly volumes?: readonly string[];
  readonly folder?: string;
  /** The container's name; default: a random one. */
  readonly name?: string;
}

/** Runs shell commands in the image of kubernetes-deployer, with this machine's network. */
export async function inDeployer(script: string, options: DeployerRun = {}): Promise<Outcome> {
  const { env = {}, volumes = [], folder = "/", name = randomName() } = options;
  return attempt("docker", [
    ...["run", "--rm", "--network", "host", "--name", name, "--workdir", folder],
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...volumes.flatMap((volume) => ["--volume", volume]),
    ...[await builtImage("kubernetes-deployer"), "sh", "-ec", script],
  ]);
}

/** A folder with `config`, the administrator's kubeconfig, and `ca.pem`. */
export function kubeFolder(cluster: Cluster): string {
  const folder = mkdtempSync(join(tmpdir(), "kube-"));
  writeFileSync(join(folder, "config"), cluster.kubeconfig(), { mode: 0o600 });
  writeFileSync(join(folder, "ca.pem"), cluster.authority);
  mkdirSync(join(folder, "recorded"));
  return folder;
}

/** The status that a controller and the nodes would report for a workload whose pods all run. */
export async function reportReady(cluster: Cluster, path: string): Promise<void> {
  const { body } = await cluster.ask("GET", path);
  const { generation } = body.metadata;
  const { replicas } = body.spec;
  const pods = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
  const revision =
    body.kind === "StatefulSet"
      ? { currentReplicas: replicas, currentRevision: "1", updateRevision: "1" }
      : {};
  const status = { observedGeneration: generation, ...pods, ...revision };
  await cluster.ask("PATCH", `${path}/status`, { status });
}

/** Calls a function in place of a controller, again and again during the work. No controller runs here. */
export async function controlling<T>(control: () => Promise<void>, work: Promise<T>): Promise<T> {
  let isDone = false;
  const loop = async () => {
    while (!isDone) {
      await control();
      await sleep(500);
    }
  };
  const ends = work.finally(() => {
    isDone = true;
  });
  return (await Promise.all([ends, loop()]))[0];
}

/** Reports, in place of a controller, that the pods of every changed deployment run. */
export async function reportDeployments(cluster: Cluster): Promise<void> {
  const { body } = await cluster.ask("GET", "/apis/apps/v1/deployments");
  for (const { metadata, status } of body.items) {
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${metadata.name}`;
    if (metadata.generation !== status.observedGeneration) await reportReady(cluster, path);
  }
}

/** The image of each deployment's first container, by namespace and name. */
export async function deployedImages(cluster: Cluster): Promise<Readonly<Record<string, string>>> {
  const { body } = await cluster.ask("GET", "/apis/apps/v1/deployments");
  // biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes are read field by field.
  const image = ({ metadata, spec }: any) => [
    `${metadata.namespace}/${metadata.name}`,
    spec.template.spec.containers[0].image,
  ];
  return Object.fromEntries(body.items.map(image));
}
