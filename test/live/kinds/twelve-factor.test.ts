import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  controlling,
  deployedImages,
  inDeployer,
  kubeFolder,
  reportDeployments,
} from "../support/deployer.ts";
import { builtImage, example } from "../support/examples.ts";
import { createNamespaces, serviceAccount } from "../support/kubernetes-access.ts";
import { Cluster } from "../support/kubernetes-cluster.ts";
import { namedPythons, pythonImage } from "../support/python-images.ts";
import type { Project } from "./project.ts";
import { Team } from "./team.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

/** What README.md of the example says that the accounts must be able to do. */
const reading = ["get", "list", "watch"];
const deploying = [{ apiGroups: ["apps"], resources: ["deployments"], verbs: [...reading, "patch"] }];
const reviewing = [
  { apiGroups: ["apps"], resources: ["deployments"] },
  { apiGroups: [""], resources: ["services"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"] },
].map((rule) => ({ ...rule, verbs: [...reading, "create", "patch", "delete"] }));
const first = "registry.example/twelve-factor:first";
const rolledOut = 'deployment "twelve-factor" successfully rolled out\n';

let team: Team;
let cluster: Cluster;
let project: Project;
let pythons: readonly [string, string];
let tokens: { readonly deployer: string; readonly reviewer: string };
let sha: string;
/** A commit on a branch. */
let commit: string;

beforeAll(async () => {
  [team, cluster] = await Promise.all([Team.start(), Cluster.start()]);
  pythons = await namedPythons();
  await team.publish("python:3.13-slim", "python:3.13-slim");
  await createNamespaces(cluster, "staging", "production", "review");
  tokens = {
    deployer: await serviceAccount(cluster, "deployer", ["staging", "production"], deploying),
    reviewer: await serviceAccount(cluster, "reviewer", ["review"], reviewing),
  };
  for (const namespace of ["staging", "production"]) await deployFirst(namespace);
});

afterAll(async () => {
  await team?.stop();
  await cluster?.stop();
});

/** As README.md says, by hand. */
async function deployFirst(namespace: string): Promise<void> {
  const kube = kubeFolder(cluster);
  const outcome = await inDeployer(`render k8s | kubectl --namespace ${namespace} apply -f -`, {
    env: { APP: "twelve-factor", IMAGE: first, KUBECONFIG: "/kube/config" },
    volumes: [`${example("twelve-factor")}:/example:ro`, `${kube}:/kube`],
    folder: "/example",
  });
  rmSync(kube, { recursive: true });
  expect([outcome.code, outcome.stderr]).toEqual([0, ""]);
}

/** Does the work while the reports of a controller come. */
function rolling<T>(work: Promise<T>): Promise<T> {
  return controlling(() => reportDeployments(cluster), work);
}

function image(tag: string): string {
  return `${team.registry}/twelve-factor:${tag}`;
}

test("tests with each Python, builds with the last, pushes the image, and rolls it out on staging", async () => {
  project = await team.project({
    example: "twelve-factor",
    kind: "twelve-factor-app",
    once: ["build", "test"],
    options: { pythons, pythonImage, images: { deployer: await builtImage("kubernetes-deployer") } },
    variables: {
      KUBE_URL: { value: cluster.url },
      KUBE_TOKEN: { value: tokens.deployer },
      KUBE_REVIEW_TOKEN: { value: tokens.reviewer, environment: "review/*" },
      KUBE_CA_PEM: { value: cluster.authority, type: "file" },
    },
  });
  const pipeline = await rolling(project.finished("main", 800));
  expect(await pipeline.statuses()).toEqual({
    build: "success",
    "test: [3.11]": "success",
    "test: [3.13]": "success",
    "build-docker:default": "success",
    staging: "success",
  });
  const built = await pipeline.log("build");
  expect(built).toContain("Successfully built twelve_factor-0.1.0-py3-none-any.whl");
  for (const version of pythons) {
    const log = await pipeline.log(`test: [${version}]`);
    expect(log).toMatch(
      new RegExp(`^platform linux -- Python ${version}\\.\\d+, [\\s\\S]*= 15 passed in `, "m"),
    );
  }
  const tags = await team.tags("twelve-factor");
  sha = tags[0] ?? "";
  expect(tags).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), "latest"]);
  expect(await deployedImages(cluster)).toEqual({
    "staging/twelve-factor": image(sha),
    "production/twelve-factor": first,
  });
  // The token is not masked here, so that a job which shows it would be seen.
  const log = await pipeline.log("staging");
  expect([log.includes(rolledOut), log.includes(tokens.deployer)]).toEqual([true, false]);
});

test("a tag creates a release, and its deployment to production waits for a person", async () => {
  await project.shorten();
  await project.tag("v0.1.0");
  // The next test's pipeline, which runs at the same time.
  commit = await project.commit({ "notes.txt": "for a review\n" }, "feature/Slugs");
  const pipeline = await rolling(project.finished("v0.1.0", 800));
  expect(await pipeline.statuses()).toEqual({ "build-docker:tags": "success", production: "manual" });
  expect(await team.tags("twelve-factor")).toEqual(expect.arrayContaining([sha, "latest", "v0.1.0"]));
  const [status, log] = await rolling(pipeline.play("production"));
  expect([status, log.includes(rolledOut), log.includes(tokens.deployer)]).toEqual(["success", true, false]);
  expect(await deployedImages(cluster)).toMatchObject({
    "staging/twelve-factor": image(sha),
    "production/twelve-factor": image("v0.1.0"),
  });
});

test("a branch has its own image, and a review that a person cleans up", async () => {
  const pipeline = await rolling(project.finished("feature/Slugs", 800));
  expect(await pipeline.statuses()).toEqual({
    "build-docker": "success",
    review: "success",
    cleanup: "manual",
  });
  const short = commit.slice(0, 8);
  expect(await team.tags("twelve-factor")).toEqual([sha, short, "feature-slugs", "latest", "v0.1.0"].sort());
  const [, url = ""] = (await project.environments())["review/feature-slugs"] ?? [];
  const [, name = ""] = /^https:\/\/(review-[a-z0-9-]+)\.example\.com$/.exec(String(url)) ?? [];
  expect((await deployedImages(cluster))[`review/${name}`]).toBe(image(short));
  expect(await wayTo(name)).toEqual([
    { host: `${name}.example.com`, service: name, port: 80 },
    { app: name, ports: [[80, 8000]] },
  ]);
  expect(await pipeline.log("review")).not.toContain(tokens.reviewer);

  const [status] = await pipeline.play("cleanup");
  expect([status, await wayTo(name)]).toEqual(["success", [undefined, undefined]]);
  expect(await deployedImages(cluster)).toEqual({
    "staging/twelve-factor": image(sha),
    "production/twelve-factor": image("v0.1.0"),
  });
  expect((await project.environments())["review/feature-slugs"]).toEqual(["stopped", url]);
});

/** Of a review: what its ingress says, then what its service says. */
async function wayTo(name: string): Promise<[unknown, unknown]> {
  const networking = "/apis/networking.k8s.io/v1/namespaces/review/ingresses";
  const ingress = await cluster.ask("GET", `${networking}/${name}`);
  const service = await cluster.ask("GET", `/api/v1/namespaces/review/services/${name}`);
  const [rule] = ingress.body.spec?.rules ?? [];
  const backend = rule?.http.paths[0].backend.service;
  const ports = service.body.spec?.ports.map((each: Record<string, number>) => [each.port, each.targetPort]);
  return [
    rule && { host: rule.host, service: backend.name, port: backend.port.number },
    ports && { app: service.body.spec.selector.app, ports },
  ];
}
