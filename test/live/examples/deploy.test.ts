import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { attempt } from "../support/command.ts";
import { inDeployer, kubeFolder, reportReady } from "../support/deployer.ts";
import { builtImage } from "../support/examples.ts";
import { Cluster } from "../support/kubernetes-cluster.ts";
import { randomName } from "../support/names.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });

const deployments = "/apis/apps/v1/namespaces/default/deployments";
let cluster: Cluster;
let kube: string;

beforeAll(async () => {
  [cluster] = await Promise.all([Cluster.start(), builtImage("kubernetes-deployer")]);
  kube = kubeFolder(cluster);
  await allowDeploying();
  for (const name of ["app-staging-worker", "app-staging-server"]) await createDeployment(name);
});

afterAll(async () => {
  await cluster?.stop();
  if (kube) rmSync(kube, { recursive: true });
});

function environment(): Record<string, string> {
  const { url, deployerToken } = cluster;
  const image = "registry.example/app-staging:2";
  return { KUBE_URL: url, KUBE_TOKEN: deployerToken, KUBE_CA_PEM: "/kube/ca.pem", DEPLOY_IMAGE: image };
}

async function deploy(name: string, changes: Record<string, string> = {}) {
  const volumes = [`${kube}:/kube`];
  const outcome = await inDeployer(`deploy ${name}`, {
    env: { ...environment(), ...changes },
    volumes,
  });
  const text = outcome.stdout + outcome.stderr;
  expect([text.includes(cluster.deployerToken), text.includes("Traceback")]).toEqual([false, false]);
  return { ...outcome, lastLine: outcome.stderr.trim().split("\n").at(-1) };
}

/** No controller runs here: reports, in its place, that the pods run once the deployment has the image. */
async function reportWhenUpdated(name: string, image: string): Promise<void> {
  await vi.waitUntil(async () => (await images(name)).every((each) => each === image), {
    timeout: 60_000,
    interval: 100,
  });
  // The command shall have to wait.
  await sleep(1000);
  await reportReady(cluster, `${deployments}/${name}`);
}

async function images(name: string): Promise<string[]> {
  const { body } = await cluster.ask("GET", `${deployments}/${name}`);
  return body.spec.template.spec.containers.map((container: { image: string }) => container.image);
}

test("deploy sets the image of every container, and waits until it runs", async () => {
  const { DEPLOY_IMAGE = "" } = environment();
  const [deployed] = await Promise.all([
    deploy("app-staging-worker"),
    reportWhenUpdated("app-staging-worker", DEPLOY_IMAGE),
  ]);
  expect([deployed.code, deployed.stderr, deployed.stdout.split("\n")]).toEqual([
    0,
    "",
    [
      "Generating kubeconfig...",
      "Using KUBE_CA_PEM...",
      'Cluster "gitlab-deploy" set.',
      'User "gitlab-deploy" set.',
      'Context "gitlab-deploy" created.',
      'Switched to context "gitlab-deploy".',
      "",
      'deployment "app-staging-worker" image updated',
      "Waiting for deployment...",
      "Waiting for deployment spec update to be observed...",
      'deployment "app-staging-worker" successfully rolled out',
      "",
    ],
  ]);
  expect([await images("app-staging-worker"), await images("app-staging-server")]).toEqual([
    [DEPLOY_IMAGE, DEPLOY_IMAGE],
    ["registry.example/app-staging:1", "registry.example/app-staging:1"],
  ]);
});

test("a second deployment changes nothing", async () => {
  const generation = async () =>
    (await cluster.ask("GET", `${deployments}/app-staging-worker`)).body.metadata.generation;
  const before = await generation();
  const { code, stdout } = await deploy("app-staging-worker");
  expect([code, stdout.split("\n").slice(7)]).toEqual([
    0,
    [
      'deployment "app-staging-worker" has this image already',
      "Waiting for deployment...",
      'deployment "app-staging-worker" successfully rolled out',
      "",
    ],
  ]);
  expect(await generation()).toBe(before);
});

test("a rollout that does not end is given up, and no process shows the token meanwhile", async () => {
  const name = randomName();
  const env = { ...environment(), DEPLOY_TIMEOUT: "6s" };
  const running = inDeployer("deploy app-staging-server", { env, volumes: [`${kube}:/kube`], name });
  const processes = await vi.waitUntil(
    async () => {
      const { stdout } = await attempt("docker", ["top", name, "-eo", "pid,args"]);
      return stdout.includes("rollout status") ? stdout : undefined;
    },
    { timeout: 60_000, interval: 100 },
  );
  expect(processes).not.toContain(cluster.deployerToken);
  const { code, stderr } = await running;
  expect([code, stderr.trim().split("\n").at(-1)]).toEqual([
    1,
    "deploy: app-staging-server was not rolled out within 6s, the old pods go on; look at its pods, or roll back to an older tag",
  ]);
});

test("a missing or wrong value is named in one sentence", async () => {
  const unread = (name: string, url = cluster.url) =>
    `deploy: the deployment ${name} cannot be read in the namespace default of ${url}; see the line above`;
  const nowhere = "https://172.17.0.1:1";
  const faults = [
    await deploy("app-staging-worker", { KUBE_TOKEN: "" }),
    await deploy("app-staging-worker", { KUBE_CA_PEM: "-----BEGIN CERTIFICATE-----" }),
    await deploy("app-staging-worker one-more"),
    await deploy("app-staging-none"),
    await deploy("app-staging-worker", { KUBE_TOKEN: "no-such-token" }),
    await deploy("app-staging-worker", { KUBE_URL: nowhere }),
    await deploy("app-staging-worker", { KUBE_NAMESPACE: "elsewhere" }),
  ];
  expect(faults.map(({ code, lastLine }) => [code, lastLine])).toEqual([
    [1, "deploy: KUBE_TOKEN: expected a value, found none; set it as a CI variable, protected jobs included"],
    [1, "deploy: KUBE_CA_PEM: expected the path of a PEM file, found none there; give it the type file"],
    [1, "deploy: expected the name of one deployment, found 2 arguments; usage: deploy <deployment>"],
    [1, unread("app-staging-none")],
    [1, unread("app-staging-worker")],
    [1, unread("app-staging-worker", nowhere)],
    [1, unread("app-staging-worker").replace("default", "elsewhere")],
  ]);
});

/** What README.md says that the account must be able to do, and no more. */
async function allowDeploying(): Promise<void> {
  const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
  const verbs = ["get", "list", "watch", "patch"];
  const rules = [{ apiGroups: ["apps"], resources: ["deployments"], verbs }];
  await cluster.ask("POST", `${rbac}/roles`, { metadata: { name: "deployer" }, rules });
  await cluster.ask("POST", `${rbac}/rolebindings`, {
    metadata: { name: "deployer" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "deployer" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "deployer" }],
  });
  // The server takes up new rules a moment after it has stored them.
  const review = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  const asked = { namespace: "default", verb: "get", group: "apps", resource: "deployments" };
  const mayRead = async () => {
    const { body } = await cluster.ask("POST", review, {
      spec: { user: "deployer", resourceAttributes: asked },
    });
    return body.status?.allowed === true;
  };
  await vi.waitUntil(mayRead, { timeout: 30_000, interval: 100 });
}

async function createDeployment(name: string): Promise<void> {
  const image = "registry.example/app-staging:1";
  const containers = [
    { name: "main", image },
    { name: "beside", image },
  ];
  const template = { metadata: { labels: { app: name } }, spec: { containers } };
  const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template };
  const { status } = await cluster.ask("POST", deployments, { metadata: { name }, spec });
  expect(status).toBe(201);
}
