import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { postgres } from "../../../dev/toolchain/tests/images.ts";
import { docker } from "../support/command.ts";
import { controlling, reportReady } from "../support/deployer.ts";
import { builtImage } from "../support/examples.ts";
import { Cluster } from "../support/kubernetes-cluster.ts";
import { randomName } from "../support/names.ts";
import { recorded, recorder } from "../support/recorder.ts";
import type { Pipeline } from "./project.ts";
import { Team } from "./team.ts";

vi.setConfig({ testTimeout: 1_100_000, hookTimeout: 600_000 });

const secrets = { CONDUIT_SECRET: "secret-of-the-test-0123456789", DB_PASSWORD: "p-of-the-test" };
const conduit = "/apis/apps/v1/namespaces/conduit";
let team: Team;
let cluster: Cluster;
let pipeline: Pipeline;

beforeAll(async () => {
  [team, cluster] = await Promise.all([Team.start(), Cluster.start()]);
  await team.publish("python:3.13-slim", "python:3.13-slim");
});

afterAll(async () => {
  await team?.stop();
  await cluster?.stop();
});

/** In a controller's place: pods run, and the ingress has an address. */
async function control(): Promise<void> {
  for (const path of [`${conduit}/statefulsets/postgres`, `${conduit}/deployments/conduit`]) {
    const { status, body } = await cluster.ask("GET", path);
    const isBehind = status === 200 && body.metadata.generation !== body.status.observedGeneration;
    if (isBehind) await reportReady(cluster, path);
  }
  const ingress = { status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } } };
  const path = "/apis/networking.k8s.io/v1/namespaces/conduit/ingresses/conduit/status";
  await cluster.ask("PATCH", path, ingress);
}

test("tests, packs, creates the cluster and deploys, with a kops that records its calls", async () => {
  const kops = `case "$1" in
export) cp "$TEST_KUBECONFIG" "$KUBECONFIG" ;;
validate) n=$(cat /tmp/n 2>/dev/null || echo 0); echo $((n + 1)) > /tmp/n; [ $n -ge 2 ] ;;
esac`;
  const kopsDeployer = await recorder(await builtImage("kubernetes-deployer"), { kops });
  const project = await team.project({
    example: "realworld-api",
    kind: "realworld-app",
    options: { registry: "environment", images: { kopsDeployer } },
    variables: {
      CONDUIT_SECRET: { value: secrets.CONDUIT_SECRET, masked: true },
      DB_USER: { value: "conduit" },
      DB_PASSWORD: { value: secrets.DB_PASSWORD, masked: true },
      GCP_CREDENTIAL_FILE: { value: '{"project_id": "boats-of-test"}', type: "file" },
      K8S_CLUSTER_NAEM: { value: "boat.k8s.local" },
      KOPS_STATE_STORE: { value: "gs://state-of-test" },
      KOPS_FEATURE_FLAGS: { value: "AlphaAllowGCE" },
      KOPS_PAUSE: { value: "1" },
      TEST_KUBECONFIG: { value: cluster.kubeconfig(), type: "file" },
    },
  });
  pipeline = await controlling(control, project.finished("main", 1000));
  expect(await pipeline.statuses()).toEqual({
    "test.app": "success",
    "lint.app": "success",
    "pack.app": "success",
    "cluster.kops": "success",
    "deploy.postgres": "success",
    "deploy.app": "success",
    "deploy.nginx-ingress": "success",
  });
  expect(await pipeline.log("test.app")).toMatch(/= 20 passed[ ,]/);
});

test("the job creates the cluster and waits for it", async () => {
  const log = await pipeline.log("cluster.kops");
  expect(recorded(log).map((line) => line.replace(/\/tmp\/tmp\.\w+/, "<folder>"))).toEqual([
    "kops replace --force --filename <folder>/cluster.yaml",
    "kops update cluster --name boat.k8s.local --yes --admin=1h",
    "kops validate cluster --name boat.k8s.local",
    "kops validate cluster --name boat.k8s.local",
    "kops validate cluster --name boat.k8s.local",
    "kops rolling-update cluster --name boat.k8s.local --yes",
  ]);
  expect(log).toContain("The cluster is not ready; looking again in 1 s (58 tries left)\n");
});

test("the cluster runs the packed image, and no secret is in a log", async () => {
  const [tag] = await team.tags("realworld-api");
  expect(tag).toMatch(/^[0-9a-f]{8}$/);
  const { body } = await cluster.ask("GET", `${conduit}/deployments/conduit`);
  const { containers, initContainers } = body.spec.template.spec;
  expect([...initContainers, ...containers].map(({ name, image }) => [name, image])).toEqual([
    ["migrate", `${team.registry}/realworld-api:${tag}`],
    ["conduit", `${team.registry}/realworld-api:${tag}`],
  ]);
  const held = (await cluster.ask("GET", "/api/v1/namespaces/conduit/secrets/conduit")).body.data;
  const decoded = Object.entries(held).map(([key, value]) => [
    key,
    Buffer.from(String(value), "base64").toString(),
  ]);
  expect(Object.fromEntries(decoded)).toEqual({ ...secrets, DB_USER: "conduit" });
  const pull = (await cluster.ask("GET", "/api/v1/namespaces/conduit/secrets/registry")).body;
  const auth = Buffer.from(`repouser:${team.password}`).toString("base64");
  expect(JSON.parse(Buffer.from(pull.data[".dockerconfigjson"], "base64").toString())).toEqual({
    auths: { [team.registry.split("/")[0] ?? ""]: { auth } },
  });
  expect(await pipeline.log("deploy.nginx-ingress")).toContain(
    "The API answers at http://203.0.113.7/flask/api\n",
  );
  for (const name of ["cluster.kops", "deploy.postgres", "deploy.app", "deploy.nginx-ingress"]) {
    const log = await pipeline.log(name);
    for (const secret of [...Object.values(secrets), auth]) expect(log).not.toContain(secret);
  }
});

test("the packed image migrates a real PostgreSQL, as the init container does, and then serves", async () => {
  const [tag] = await team.tags("realworld-api");
  const image = await team.pulled(`realworld-api:${tag}`);
  const name = randomName();
  await docker("network", "create", name);
  try {
    const environment = { ...secrets, DB_USER: "conduit", DB_HOST: `${name}-postgres`, URL_PREFIX: "/flask" };
    const env = Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`);
    const network = `--network=${name}`;
    await docker("run", "--detach", `--name=${name}-postgres`, network, postgres.reference);
    const migrate = [
      "run",
      "--rm",
      "--read-only",
      "--cap-drop=ALL",
      network,
      ...env,
      image,
      "flask",
      "db",
      "upgrade",
    ];
    await vi.waitFor(() => docker(...migrate), { timeout: 60_000, interval: 1000 });
    const limits = ["--read-only", "--cap-drop=ALL", "--tmpfs=/tmp"];
    await docker(
      "run",
      "--detach",
      `--name=${name}-app`,
      network,
      ...limits,
      ...env,
      "--publish=127.0.0.1::8080",
      image,
    );
    const url = `http://${await docker("port", `${name}-app`, "8080/tcp")}/flask`;
    await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), 30_000);
    const headers = { "content-type": "application/json" };
    const user = { username: "hello", email: "hello@example.com", password: "abc12345" };
    const body = JSON.stringify({ user });
    const registered = await fetch(`${url}/api/users`, { method: "POST", headers, body });
    expect(registered.status).toBe(201);
    expect(await (await fetch(`${url}/api/articles`)).json()).toEqual({ articles: [], articlesCount: 0 });
  } finally {
    await docker("rm", "--force", "--volumes", `${name}-app`, `${name}-postgres`).catch(() => {});
    await docker("network", "rm", name);
    await docker("rmi", image);
  }
});
