import { expect, test } from "vitest";
import type { VariableNeed } from "../../../lib/pipelines/index.ts";
import { kinds } from "../../../lib/pipelines/index.ts";
import { needsOf, variants } from "./variants.ts";

/** One line: name, source, form, then what differs from the usual. */
function line(need: VariableNeed): string {
  return [
    need.name,
    need.source,
    need.form,
    ...(need.isProtected ? ["protected"] : []),
    ...(need.isRequired === false ? ["optional"] : []),
    ...(need.environment === undefined ? [] : [`in ${need.environment}`]),
    ...(need.alias === undefined ? [] : [`or ${need.alias}`]),
  ].join(" ");
}

function table(name: string) {
  const { variables, branches, environments, ...rest } = needsOf(variants[name] ?? { kind: name });
  return {
    variables: variables.map(line),
    branches: branches.map(({ name, push, merge }) => `${name}: ${push} push, ${merge} merge`),
    environments: environments.map(({ name, tier }) => `${name}: ${tier}`),
    ...rest,
  };
}

const mainAndDev = ["main: maintainer push, maintainer merge", "dev: developer push, developer merge"];
const stagingAndProduction = ["staging: staging", "production: production"];
const registry = [
  "DOCKER_REGISTRY registry.repositories plain",
  "DOCKER_REGISTRY_USER registry.user plain",
  "AFCRED registry.password masked protected",
];
const openRegistry = [...registry.slice(0, 2), "AFCRED registry.password masked"];
const pull = "DOCKER_AUTH_CONFIG registry.auth masked";
const base = "BASE_IMAGES registry.copies plain optional";
const bundle = "CA_BUNDLE setting file optional";
const cluster = ["KUBE_URL setting plain", "KUBE_CA_PEM setting file"];
const realworld = [
  "CONDUIT_SECRET secret masked protected",
  "GCP_CREDENTIAL_FILE secret file protected",
  "DB_USER setting plain protected",
  "DB_PASSWORD secret masked protected",
  "K8S_CLUSTER_NAME setting plain protected or K8S_CLUSTER_NAEM",
  "KOPS_STATE_STORE setting plain protected",
  "KOPS_FEATURE_FLAGS setting plain protected",
];
const twine = [
  "TWINE_REPOSITORY_URL pypi.url plain",
  "TWINE_USER pypi.user plain protected",
  "TWINE_PASSWORD pypi.password masked protected",
];

const tables: Readonly<Record<string, ReturnType<typeof table>>> = {
  "python-module": {
    variables: twine,
    branches: mainAndDev,
    environments: [],
    protectedTags: [],
    runnerTags: ["shared"],
  },
  "python-module, special": {
    variables: [...twine, bundle],
    branches: mainAndDev,
    environments: [],
    protectedTags: [],
    runnerTags: ["shared"],
  },
  "container-app": {
    variables: [...registry, base],
    branches: mainAndDev,
    environments: [],
    protectedTags: [],
    runnerTags: ["shared", "containers"],
  },
  "container-image": {
    variables: [...registry, base],
    branches: mainAndDev,
    environments: [],
    protectedTags: [],
    runnerTags: ["containers"],
  },
  "app-engine-app": {
    variables: ["GAE_KEY secret file protected in production", "GAE_PROJECT setting plain protected"],
    branches: mainAndDev,
    environments: ["production: production"],
    protectedTags: [],
    runnerTags: ["shared"],
  },
  "kubernetes-deployer-app": {
    variables: [
      ...openRegistry,
      "GOOGLE_PROJECT_ID setting plain",
      "GOOGLE_REGISTRY_TOKEN secret masked",
      pull,
      base,
      ...cluster,
      "KUBE_TOKEN secret masked protected",
      "KUBE_NAMESPACE setting plain optional",
    ],
    branches: ["main: maintainer push, maintainer merge", "production: maintainer push, maintainer merge"],
    environments: stagingAndProduction,
    protectedTags: [],
    runnerTags: ["containers"],
  },
  "kubernetes-deployer-app, stage's registry": {
    variables: [
      ...openRegistry,
      pull,
      base,
      ...cluster,
      "KUBE_TOKEN secret masked protected",
      "KUBE_NAMESPACE setting plain optional",
    ],
    branches: ["main: maintainer push, maintainer merge", "production: maintainer push, maintainer merge"],
    environments: stagingAndProduction,
    protectedTags: [],
    runnerTags: ["containers"],
  },
  "realworld-app": {
    variables: [
      "DOCKER_REGISTRY_USER setting plain",
      "DOCKER_REGISTRY_PASSWORD secret masked protected",
      ...realworld,
      "DOCKER_REGISTRY registry.repositories plain",
      pull,
      base,
    ],
    branches: mainAndDev,
    environments: ["production: production"],
    protectedTags: ["v*"],
    runnerTags: ["shared", "containers"],
  },
  "realworld-app, stage's registry": {
    variables: [...registry, ...realworld, pull, base],
    branches: mainAndDev,
    environments: ["production: production"],
    protectedTags: ["v*"],
    runnerTags: ["shared", "containers"],
  },
  "twelve-factor-app": {
    variables: [
      ...openRegistry,
      ...cluster,
      "KUBE_TOKEN secret masked protected",
      "KUBE_REVIEW_TOKEN secret masked in review/*",
      pull,
      base,
    ],
    branches: mainAndDev,
    environments: stagingAndProduction,
    protectedTags: ["v*"],
    runnerTags: ["shared", "containers"],
  },
  "twelve-factor-app on Heroku": {
    variables: [
      ...openRegistry,
      "HEROKU_STAGING_API_KEY secret masked protected in staging",
      "HEROKU_PRODUCTION_API_KEY secret masked protected in production",
      "HEROKU_REVIEW_API_KEY secret masked in review/*",
      base,
    ],
    branches: mainAndDev,
    environments: stagingAndProduction,
    protectedTags: ["v*"],
    runnerTags: ["shared", "containers"],
  },
  infrastructure: {
    variables: [
      "PULUMI_BACKEND_URL setting plain protected",
      "PULUMI_CONFIG_PASSPHRASE secret masked protected",
      "GITLAB_TOKEN secret masked protected optional",
      "SSH_KEY secret file protected optional",
    ],
    branches: ["main: maintainer push, maintainer merge"],
    environments: ["dev: development", "prod: production"],
    protectedTags: [],
    runnerTags: ["shared", "containers"],
  },
};

test.for(Object.entries(tables))("the variables that %s needs", ([name, expected]) => {
  expect(table(name)).toEqual(expected);
});

test("every kind has its table", () => {
  expect(Object.keys(kinds).filter((kind) => !(kind in tables))).toEqual([]);
});

/** Values that a variable takes, and values that it refuses. */
const forms: Readonly<Record<string, readonly [string, string]>> = {
  BASE_IMAGES: ["172.17.0.1:5000/docker-local/", "172.17.0.1:5000/docker-local"],
  CA_BUNDLE: ["-----BEGIN CERTIFICATE-----\nMII\n", "/etc/ssl/ca.pem"],
  GAE_KEY: ['{\n "type": "service_account",\n "private_key": "x"\n}\n', "e30="],
  GAE_PROJECT: ["conduit-158707", "Conduit"],
  GOOGLE_REGISTRY_TOKEN: ["eyJhIjoiYiJ9", '{ "a": "b" }'],
  DOCKER_REGISTRY_PASSWORD: ["aHVudGVyMjI=", "hunter 2"],
  DB_USER: ["conduit", "con-duit"],
  K8S_CLUSTER_NAME: ["conduit.k8s.local", "conduit"],
  KOPS_STATE_STORE: ["gs://conduit-kops", "s3://conduit-kops"],
  KOPS_FEATURE_FLAGS: ["AlphaAllowGCE", "alphaallowgce"],
  KUBE_URL: ["https://10.0.0.60:6443", "10.0.0.60:6443"],
  KUBE_CA_PEM: ["-----BEGIN CERTIFICATE-----\nMII\n", "MII"],
  HEROKU_STAGING_API_KEY: ["0a9f1c52-8a35-4b3d-9f0e-2f1f0c6c7f11", "short"],
  PULUMI_BACKEND_URL: ["s3://team-state", "team-state"],
  SSH_KEY: ["-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", "ssh-ed25519 AAAA"],
};

test.for(Object.entries(forms))(
  "%s accepts the valid and refuses the invalid value",
  ([name, [good, bad]]) => {
    const needs = Object.values(variants).flatMap((variant) => needsOf(variant).variables);
    const pattern = needs.find((need) => need.name === name)?.allowed?.pattern;
    expect([pattern?.test(good), pattern?.test(bad)]).toEqual([true, false]);
  },
);
