import { expect, test } from "vitest";
import { checkSettings } from "../../../lib/settings/check.ts";
import { sound } from "./lines.ts";

const policy = {
  rules: {
    "image-tag": "off",
    "image-digest": "off",
    privileged: "off",
    "host-namespaces": "off",
    "docker-socket": "off",
    "host-root": "off",
    "internal-ports": "off",
    "plain-secrets": "off",
    healthcheck: "off",
    "memory-limit": "off",
    "restart-policy": "off",
    "masked-variables": "off",
    "protected-variables": "off",
    "protected-branch": "off",
    deletions: "deny",
    replacements: "off",
  },
  maxReplacements: 10,
  exceptions: [],
};

const common = {
  stage: "dev",
  file: "Pulumi.dev.yaml",
  secretSections: [],
  projects: {},
  runners: {},
  adopted: [],
  allowDelete: [],
  policy,
  promote: { after: "10m" },
  drift: { ignore: [], heal: [] },
  notify: [],
  unreachable: [],
  incarnation: "auto",
  renew: [],
  strict: false,
  locked: false,
  ...sound,
};

test("hosts alone are enough", () => {
  expect(checkSettings("dev", sound)).toEqual({ ...common, values: {}, secrets: {}, generateSecrets: false });
});

test.each([
  ["dev", {}, false],
  ["prod", {}, true],
  ["prod", { strict: "auto" }, true],
  ["prod", { strict: false }, false],
  ["dev", { strict: true }, true],
])("stage %s with %j: a host that does not answer stops everything: %s", (stage, raw, strict) => {
  expect(checkSettings(stage, { ...sound, ...raw }).strict).toBe(strict);
});

const retention = { days: 30, builds: 3 };

test("own servers have defaults for everything except their host", () => {
  const raw = { ...sound, registry: { host: "Local" }, pypi: { host: "Local" }, generateSecrets: true };
  expect(checkSettings("dev", raw)).toEqual({
    ...common,
    registry: {
      host: "Local",
      port: 5000,
      image: "registry:3",
      tls: "off",
      ready: "2m",
      copies: [],
      prefix: "docker-local",
      user: "repouser",
      retention,
    },
    pypi: {
      host: "Local",
      port: 8010,
      image: "pypiserver/pypiserver:v2.4.1",
      downloads: "anonymous",
      ready: "2m",
      user: "pypiuser",
    },
    values: {},
    secrets: {},
    generateSecrets: true,
  });
});

test("existing servers are given by their address", () => {
  const secrets = { AFCRED: "hunter2", TWINE_PASSWORD: "hunter3" };
  const raw = {
    ...sound,
    registry: { external: "harbor.example.com:8443" },
    pypi: { external: "https://pypi.example.com/simple/" },
    secrets,
  };
  expect(checkSettings("dev", raw)).toEqual({
    ...common,
    registry: { external: "harbor.example.com:8443", prefix: "docker-local", user: "repouser", retention },
    pypi: { external: "https://pypi.example.com/simple/", user: "pypiuser" },
    values: {},
    secrets,
    generateSecrets: false,
  });
});

test("given values stay, and become text", () => {
  const certificate = "-----BEGIN CERTIFICATE-----\nMII\n";
  const key = "-----BEGIN EC PRIVATE KEY-----\nMII\n";
  const raw = {
    hosts: {
      "10.0.0.60": { engine: "ssh://deploy@10.0.0.60:2222" },
      far: { engine: "tcp://far.example.com:2376", certPath: "certs/far" },
    },
    registry: {
      host: "far",
      address: "images.example.com",
      port: 443,
      image: "registry:3.0.0",
      tls: { certificate, key, ca: certificate },
      ready: "1m30s",
      bind: "10.0.0.9",
      copies: ["python:3.13-slim"],
      prefix: "team/images",
      user: "deploy",
      retention: { days: 0, builds: 9 },
    },
    pypi: { host: "10.0.0.60", port: 80, image: "p:1", downloads: "login", ready: "1h", user: "up" },
    values: { REPLICAS: 2, DEBUG: false, BIND: "0.0.0.0" },
    secrets: { AFCRED: "a".repeat(72), TWINE_PASSWORD: "é".repeat(36), DATABASE: "hunter2" },
    generateSecrets: false,
  };
  expect(checkSettings("prod", raw)).toEqual({
    ...raw,
    stage: "prod",
    file: "Pulumi.prod.yaml",
    secretSections: [],
    projects: {},
    runners: {},
    adopted: [],
    allowDelete: [],
    policy,
    promote: { after: "10m" },
    drift: { ignore: [], heal: [] },
    notify: [],
    unreachable: [],
    incarnation: "auto",
    renew: [],
    strict: true,
    locked: true,
    values: { REPLICAS: "2", DEBUG: "false", BIND: "0.0.0.0" },
  });
});

test.each([
  ["prod", {}, true],
  ["dev", {}, false],
  ["prod", { locked: false }, false],
  ["dev", { locked: true }, true],
])("stage %s with %j: the lock decides which images run: %s", (stage, raw, locked) => {
  expect(checkSettings(stage, { ...sound, ...raw }).locked).toBe(locked);
});
