import { expect } from "vitest";
import type { Cluster } from "./kubernetes-cluster.ts";

/** A row of a role, as Kubernetes writes it. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export async function createNamespaces(cluster: Cluster, ...names: readonly string[]): Promise<void> {
  for (const name of names) await create(cluster, "/api/v1/namespaces", { metadata: { name } });
}

/**
 * A service account of the first namespace with the rights of the rules in each namespace, and no others.
 * @returns its token, signed by the API server
 */
export async function serviceAccount(
  cluster: Cluster,
  name: string,
  namespaces: readonly [string, ...string[]],
  rules: readonly Rule[],
): Promise<string> {
  const [home] = namespaces;
  const accounts = `/api/v1/namespaces/${home}/serviceaccounts`;
  await create(cluster, accounts, { metadata: { name } });
  const apiGroup = "rbac.authorization.k8s.io";
  for (const namespace of namespaces) {
    const rights = `/apis/${apiGroup}/v1/namespaces/${namespace}`;
    await create(cluster, `${rights}/roles`, { metadata: { name }, rules });
    await create(cluster, `${rights}/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: home }],
    });
  }
  const { status } = await create(cluster, `${accounts}/${name}/token`, {
    spec: { expirationSeconds: 3600 },
  });
  return status.token;
}

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes are read field by field.
async function create(cluster: Cluster, path: string, object: object): Promise<any> {
  const { status, body } = await cluster.ask("POST", path, object);
  expect([path, status, body]).toEqual([path, 201, expect.anything()]);
  return body;
}
