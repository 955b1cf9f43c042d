import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { docker } from "../support/command.ts";
import { controlling, reportDeployments } from "../support/deployer.ts";
import { builtImage } from "../support/examples.ts";
import { Cluster } from "../support/kubernetes-cluster.ts";
import type { Project } from "./project.ts";
import { Team } from "./team.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 600_000 });

const deployments = "/apis/apps/v1/namespaces/default/deployments";
const parts = ["worker", "server"];
let team: Team;
let cluster: Cluster;
let deployer: string;
let project: Project;

beforeAll(async () => {
  [team, cluster] = await Promise.all([Team.start(), Cluster.start()]);
  deployer = await builtImage("kubernetes-deployer");
  await team.publish("python:3.13-slim", "python:3.13-slim");
  await team.publish(await builtImage("base-image"), "base-image:1.0.0");
  for (const environment of ["staging", "production"]) {
    for (const part of parts) await createDeployment(`worker-server-${environment}-${part}`);
  }
});

afterAll(async () => {
  await team?.stop();
  await cluster?.stop();
});

/** Does the work while the reports of a controller come. */
function rolledOut<T>(work: Promise<T>): Promise<T> {
  return controlling(() => reportDeployments(cluster), work);
}

async function images(environment: string): Promise<string[]> {
  const answers = parts.map((part) =>
    cluster.ask("GET", `${deployments}/worker-server-${environment}-${part}`),
  );
  return (await Promise.all(answers)).map(({ body }) => body.spec.template.spec.containers[0].image);
}

test("builds an image, tests it, and rolls it out to staging", async () => {
  project = await team.project({
    example: "worker-server",
    kind: "kubernetes-deployer-app",
    once: ["test image"],
    options: { registry: "environment", base: "stage", images: { deployer } },
    variables: {
      KUBE_URL: { value: cluster.url },
      KUBE_TOKEN: { value: cluster.adminToken, masked: true },
      KUBE_CA_PEM: { value: cluster.authority, type: "file" },
    },
  });
  const pipeline = await rolledOut(project.finished("main", 800));
  expect(await pipeline.statuses()).toEqual({
    "build image": "success",
    "test image": "success",
    "deploy to staging": "success",
    "rollback staging": "manual",
  });
  expect(await pipeline.log("test image")).toMatch(/= 14 passed in [\s\S]*\nTOTAL .* \d+%/);
  const [commit = ""] = await team.tags("worker-server-staging");
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  expect(await team.tags("worker-server")).toEqual([expect.stringMatching(`^\\d+-${commit.slice(0, 8)}$`)]);
  const image = `${team.registry}/worker-server-staging:${commit}`;
  expect(await images("staging")).toEqual([image, image]);
  expect(await images("production")).toEqual(["first:1", "first:1"]);
  const log = await pipeline.log("deploy to staging");
  expect(log).toContain(
    'deployment "worker-server-staging-worker" image updated\nWaiting for deployment...\n',
  );
  expect(log).toContain('deployment "worker-server-staging-server" successfully rolled out\n');
  expect(log).not.toContain(cluster.adminToken);

  // The next test's pipeline, which runs at the same time.
  await project.shorten();
  await project.branch("production");
  const [status, said] = await rolledOut(pipeline.play("rollback staging", { ROLLBACK_TAG: "0".repeat(40) }));
  expect([status, said]).toEqual([
    "failed",
    expect.stringContaining("give ROLLBACK_TAG the whole SHA of a commit"),
  ]);
});

test("production has its own branch, and a manual job rolls it back", async () => {
  const [first = ""] = await team.tags("worker-server-staging");
  const pipeline = await rolledOut(project.finished("production", 800));
  expect(await pipeline.statuses()).toEqual({
    "build image": "success",
    "deploy to production": "success",
    "rollback production": "manual",
  });
  const image = `${team.registry}/worker-server-production:${first}`;
  expect(await images("production")).toEqual([image, image]);
  for (const part of parts) await setImage(`worker-server-production-${part}`, "broken:1");
  const [status] = await rolledOut(pipeline.play("rollback production", { ROLLBACK_TAG: first }));
  expect([status, await images("production")]).toEqual(["success", [image, image]]);
  const pulled = await team.pulled(`worker-server-production:${first}`);
  const revision = '{{index .Config.Labels "org.opencontainers.image.revision"}}';
  expect(await docker("inspect", "--format", revision, pulled)).toBe(first);
  await docker("rmi", pulled);
});

async function createDeployment(name: string): Promise<void> {
  const template = {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: "main", image: "first:1" }] },
  };
  const spec = { replicas: 1, selector: { matchLabels: { app: name } }, template };
  expect((await cluster.ask("POST", deployments, { metadata: { name }, spec })).status).toBe(201);
}

async function setImage(name: string, image: string): Promise<void> {
  const spec = { template: { spec: { containers: [{ name: "main", image }] } } };
  expect((await cluster.ask("PATCH", `${deployments}/${name}`, { spec })).status).toBe(200);
}
