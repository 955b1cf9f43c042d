import { expect, test, vi } from "vitest";
import { htpasswdLine } from "../../../lib/servers/htpasswd.ts";
import { component, container, generatedSecret, host, image, network, volume } from "./expected.ts";
import { sorted } from "./recording.ts";
import { pypiServer, registryServer } from "./servers.ts";
import { declared } from "./stage.ts";

vi.mock("../../../lib/docker/registry.ts", async () => import("./digests.ts"));
vi.mock("../../../lib/docker/images.ts", async () => import("./root-images.ts"));

const engine = "unix:///var/run/docker.sock";
const Local = { engine };

const stacks = {
  "Local/web/compose.yaml": `
    services:
      web:
        image: nginx:1.26
        ports: ["8080:80"]`,
  "Local/app/compose.yaml": `
    services:
      app:
        image: \${REGISTRY}/app:1
        volumes: ["data:/data"]
    volumes:
      data:`,
};
const web = { host: "Local", stack: "Local/web", project: "web" };
const app = { host: "Local", stack: "Local/app", project: "app" };

/** The stack that runs an image of the registry, which it waits for. */
function appStack(reference: string, password: string, dependsOn?: string[]) {
  const pullTriggers = [`digest of ${reference} for {"user":"repouser","password":"${password}"}`];
  return [
    component("HostStack", "Local/app", "Host Local", dependsOn),
    {
      ...image("Local", reference, dependsOn),
      inputs: { name: reference, keepLocally: true, pullTriggers },
      beforeCreate: [`Local/${reference}: current image`],
    },
    network(app),
    volume(app, "data", "app_data"),
    container(
      app,
      "app",
      {
        name: "app-app-1",
        image: reference,
        volumes: [{ containerPath: "/data", volumeName: "app_data" }],
      },
      { folder: "stacks/Local/app", needs: ["Volume Local/app/data"] },
    ),
  ];
}

const webStack = [
  component("HostStack", "Local/web", "Host Local"),
  image("Local", "nginx:1.26"),
  network(web),
  container(
    web,
    "web",
    {
      name: "web-web-1",
      image: "nginx:1.26",
      ports: [{ internal: 80, external: 8080, ip: "", protocol: "tcp" }],
    },
    { folder: "stacks/Local/web", ignoreChanges: ["ports"] },
  ),
];

function registryAuth(address: string, password: string) {
  return { secret: JSON.stringify([{ address, username: "repouser", password }]) };
}

test("a stage with registry, PyPI and two stacks on one host", async () => {
  const raw = {
    hosts: { Local },
    registry: { host: "Local" },
    pypi: { host: "Local" },
    generateSecrets: true,
  };
  const registryLine = htpasswdLine("smallboat-dev-registry", "repouser", "made password");
  const pypiLine = htpasswdLine("smallboat-dev-pypi", "pypiuser", "made password");
  const registry = {
    host: "Local",
    port: { ip: "127.0.0.1" },
    scheme: "http",
    certificate: "",
    key: "",
    uploads: [{ file: "/etc/distribution/htpasswd", content: { secret: registryLine }, permissions: "0400" }],
    needs: ["Command AFCRED"],
  } as const;
  const registryChildren = [
    "Container registry/registry",
    "Network registry/default",
    "Volume registry/data",
  ];
  expect(await declared(raw, stacks)).toEqual(
    sorted([
      component("Environment", "dev"),
      ...generatedSecret("AFCRED"),
      ...generatedSecret("TWINE_PASSWORD"),
      ...host("Local", { host: engine, registryAuth: registryAuth("127.0.0.1:5000", "made password") }),
      ...registryServer({ ...registry, needs: [...registry.needs] }),
      ...pypiServer("Local", [
        { file: "/data/.htpasswd", content: { secret: pypiLine }, permissions: "0400", owner: "9898" },
      ]),
      ...appStack("127.0.0.1:5000/docker-local/app:1", "made password", registryChildren),
      ...webStack,
    ]),
  );
});

test("existing servers: only logins and references, no container", async () => {
  const raw = {
    hosts: { Local },
    registry: { external: "harbor.example.com", prefix: "team" },
    pypi: { external: "https://pypi.example.com/simple" },
    secrets: { AFCRED: "hunter2", TWINE_PASSWORD: "hunter3" },
  };
  expect(await declared(raw, stacks)).toEqual(
    sorted([
      component("Environment", "dev"),
      ...host("Local", { host: engine, registryAuth: registryAuth("harbor.example.com", "hunter2") }),
      ...appStack("harbor.example.com/team/app:1", "hunter2"),
      ...webStack,
    ]),
  );
});

test("without registry and PyPI server there are only the stacks; a host without stacks exists, with its certificates", async () => {
  const far = { engine: "tcp://far.example.com:2376", certPath: "certs/far" };
  const files = { "Local/web/compose.yaml": stacks["Local/web/compose.yaml"] };
  expect(await declared({ hosts: { Local, far } }, files)).toEqual(
    sorted([
      component("Environment", "dev"),
      ...host("Local", { host: engine }),
      ...host("far", { host: far.engine, certPath: far.certPath }),
      ...webStack,
    ]),
  );
});

test("stacks with one image follow its tag if one of them does, in any order", async () => {
  const run = (policy: string) => `services: {a: {image: "nginx:1.26", pull_policy: ${policy}}}`;
  const files = { "Local/a/compose.yaml": run("missing"), "Local/b/compose.yaml": run("always") };
  const images = (await declared({ hosts: { Local } }, files)).filter(({ type }) =>
    type.endsWith(":RemoteImage"),
  );
  expect(images.map(({ inputs }) => inputs)).toEqual([
    { name: "nginx:1.26", keepLocally: true, pullTriggers: ["digest of nginx:1.26"] },
  ]);
});
