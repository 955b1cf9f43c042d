import { expect, test, vi } from "vitest";
import { htpasswdLine } from "../../../lib/servers/htpasswd.ts";
import { component, host, image } from "./expected.ts";
import { type Recorded, sorted } from "./recording.ts";
import { registryServer } from "./servers.ts";
import { declared } from "./stage.ts";

vi.mock("../../../lib/docker/registry.ts", async () => import("./digests.ts"));
vi.mock("../../../lib/docker/images.ts", async () => import("./root-images.ts"));

const local = "unix:///var/run/docker.sock";
const far = "ssh://deploy@10.0.0.60";
const tunnel = "unix://.smallboat/ssh/deploy@10.0.0.60.sock";
const hosts = { Local: { engine: local }, Alias: { engine: local }, far: { engine: far } };
const secrets = { AFCRED: "hunter2" };
const line = htpasswdLine("smallboat-dev-registry", "repouser", "hunter2");

function everyHost(address: string): Recorded[] {
  const login = JSON.stringify([{ address, username: "repouser", password: "hunter2" }]);
  return Object.entries(hosts).flatMap(([name, { engine }]) =>
    host(name, { host: engine === far ? tunnel : engine, registryAuth: { secret: login } }),
  );
}

function serverWith(certificate: string, key: string, needs: string[]): Recorded[] {
  return registryServer({
    host: "far",
    port: { ip: "" },
    scheme: "https",
    certificate: "/etc/distribution/tls.crt",
    key: "/etc/distribution/tls.key",
    uploads: [
      { file: "/etc/distribution/htpasswd", content: { secret: line }, permissions: "0400" },
      { file: "/etc/distribution/tls.crt", content: certificate },
      { file: "/etc/distribution/tls.key", content: { secret: key }, permissions: "0400" },
    ],
    needs,
  });
}

/** The one-shot container that makes an engine trust `ca`, and the component around it. */
function trust(name: string, address: string, ca: string, needs: string[]): Recorded[] {
  return [
    component("RegistryTrust", `${name}/registry-trust`, `Host ${name}`),
    {
      type: "docker:index/container:Container",
      name: `${name}/registry-trust`,
      parent: `RegistryTrust ${name}/registry-trust`,
      provider: `docker ${name}`,
      inputs: {
        name: "smallboat-dev-registry-trust",
        image: "registry:3",
        entrypoints: ["/bin/sh", "-c"],
        command: ['mkdir -p "/certs.d/$ADDRESS" && printf %s "$CA" > "/certs.d/$ADDRESS/ca.crt"'],
        envs: [`ADDRESS=${address}`, `CA=${ca}`],
        volumes: [{ hostPath: "/etc/docker/certs.d", containerPath: "/certs.d" }],
        labels: [{ label: "smallboat.stage", value: "dev" }],
        attach: true,
        mustRun: false,
        restart: "no",
      },
      dependsOn: [...needs, `RemoteImage ${name}/registry:3`].sort(),
      beforeCreate: [`${name}: left-over container`],
      afterCreate: [`${name}: completed`],
    },
  ];
}

test("self-signed: created once, with a secret key, trusted once on each engine", async () => {
  const address = "10.0.0.60:5000";
  const raw = { hosts, registry: { host: "far", tls: "self-signed" }, secrets };
  expect(await declared(raw, {})).toEqual(
    sorted([
      component("Environment", "dev"),
      ...everyHost(address),
      ...serverWith("made certificate", "made key", ["Command registry"]),
      component("SelfSignedCertificate", "registry", "ContainerRegistry registry"),
      {
        type: "command:local:Command",
        name: "registry",
        parent: "SelfSignedCertificate registry",
        inputs: {
          create: "node scripts/self-signed.ts",
          environment: { SMALLBOAT_ADDRESS: address },
          triggers: [address],
          logging: "none",
        },
        ignoreChanges: ["create", "logging"],
        secretOutputs: ["stdout"],
      },
      image("Local", "registry:3"),
      ...trust("Local", address, "made certificate", ["Command registry"]),
      ...trust("far", address, "made certificate", ["Command registry"]),
    ]),
  );
});

const pem = "-----BEGIN CERTIFICATE-----\nMII\n";
const key = "-----BEGIN PRIVATE KEY-----\nMII\n";

test("an own certificate with its authority: nothing is created, the authority is trusted", async () => {
  const ca = "-----BEGIN CERTIFICATE-----\nCA\n";
  const tls = { certificate: pem, key, ca };
  const raw = { hosts, registry: { host: "far", address: "images.example.com:5000", tls }, secrets };
  expect(await declared(raw, {})).toEqual(
    sorted([
      component("Environment", "dev"),
      ...everyHost("images.example.com:5000"),
      ...serverWith(pem, key, []),
      image("Local", "registry:3"),
      ...trust("Local", "images.example.com:5000", ca, []),
      ...trust("far", "images.example.com:5000", ca, []),
    ]),
  );
});

test("a public certificate: no trust is installed", async () => {
  const tls = { certificate: pem, key };
  const raw = { hosts, registry: { host: "far", tls }, secrets };
  expect(await declared(raw, {})).toEqual(
    sorted([component("Environment", "dev"), ...everyHost("10.0.0.60:5000"), ...serverWith(pem, key, [])]),
  );
});
