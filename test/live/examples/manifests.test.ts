import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inDeployer, kubeFolder } from "../support/deployer.ts";
import { example } from "../support/examples.ts";
import { Cluster } from "../support/kubernetes-cluster.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });

let cluster: Cluster;
let kube: string;

beforeAll(async () => {
  cluster = await Cluster.start();
  kube = kubeFolder(cluster);
});

afterAll(async () => {
  await cluster?.stop();
  if (kube) rmSync(kube, { recursive: true });
});

/** Runs commands in an example's folder, in the deployer's image, as the cluster's administrator. */
async function inExample(name: string, script: string, env: Record<string, string>) {
  const volumes = [`${example(name)}:/example:ro`, `${kube}:/kube`];
  const outcome = await inDeployer(script, {
    env: { ...env, KUBECONFIG: "/kube/config" },
    volumes,
    folder: "/example",
  });
  expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: "" });
  return outcome.stdout.trim().split("\n");
}

interface Manifests {
  readonly example: string;
  readonly folders: string;
  readonly env: Record<string, string>;
  readonly objects: readonly string[];
  /** As its README.md or its script does it. */
  readonly apply: string;
}

const manifests: readonly Manifests[] = [
  {
    example: "worker-server",
    folders: "k8s",
    apply: "kubectl apply -f -",
    env: { APP: "worker-server", ENVIRONMENT: "staging", IMAGE: "registry.example/worker-server:1" },
    objects: [
      "deployment.apps/worker-server-staging-server",
      "persistentvolumeclaim/worker-server-staging-server",
      "service/worker-server-staging-server",
      "deployment.apps/worker-server-staging-worker",
    ],
  },
  {
    example: "twelve-factor",
    folders: "k8s",
    apply: "kubectl apply -f -",
    env: { APP: "twelve-factor", IMAGE: "registry.example/twelve-factor:v1" },
    objects: ["deployment.apps/twelve-factor", "service/twelve-factor"],
  },
  {
    example: "realworld-api",
    folders: "k8s/postgres k8s/app k8s/nginx-ingress",
    apply: "kubectl apply --server-side -f -",
    env: { NAMESPACE: "conduit", IMAGE: "registry.example/realworld-api:v1" },
    objects: [
      "service/postgres",
      "statefulset.apps/postgres",
      "configmap/conduit",
      "deployment.apps/conduit",
      "service/conduit",
      "ingress.networking.k8s.io/conduit",
    ],
  },
];

for (const { example: name, folders, env, objects, apply } of manifests) {
  test(`a real API server accepts the manifests of ${name}, and a second apply changes nothing`, async () => {
    const rendered = `render ${folders}`;
    const version = "--output=jsonpath='{.items[*].metadata.resourceVersion}'";
    if (name === "realworld-api") await inExample(name, `render k8s/namespace | ${apply}`, env);
    const tried = await inExample(name, `${rendered} | ${apply} --dry-run=server`, env);
    expect(tried.map(subject)).toEqual(objects);
    expect((await inExample(name, `${rendered} | ${apply}`, env)).map(subject)).toEqual(objects);
    const before = await inExample(name, `${rendered} | kubectl get -f - ${version}`, env);
    expect(before[0]?.split(" ")).toHaveLength(objects.length);
    expect((await inExample(name, `${rendered} | ${apply}`, env)).map(subject)).toEqual(objects);
    expect(await inExample(name, `${rendered} | kubectl get -f - ${version}`, env)).toEqual(before);
  });
}

/** Of a line such as `service/web created`. */
function subject(line: string): string {
  return line.slice(0, line.indexOf(" "));
}

test("the API server refuses an invalid manifest, so that the tests above can fail", async () => {
  const script = "render k8s | sed s/replicas:/replica:/ | kubectl apply -f - --dry-run=server";
  const volumes = [`${example("twelve-factor")}:/example:ro`, `${kube}:/kube`];
  const env = { APP: "twelve-factor", IMAGE: "x", KUBECONFIG: "/kube/config" };
  const { code, stderr } = await inDeployer(script, { env, volumes, folder: "/example" });
  expect([code, stderr]).toEqual([1, expect.stringContaining('unknown field "spec.replica"')]);
});
