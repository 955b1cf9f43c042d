import { component, container, image, network, volume } from "./expected.ts";
import type { Recorded } from "./recording.ts";

const check = { interval: "5s", timeout: "5s", retries: 12 };

interface RegistryFacts {
  readonly host: string;
  readonly port: object;
  readonly scheme: "http" | "https";
  readonly certificate: string;
  readonly key: string;
  readonly uploads: readonly object[];
  readonly needs: string[];
}

/** The registry of the stage on port 5000 of a host, whole. */
export function registryServer(facts: RegistryFacts): Recorded[] {
  const of = { host: facts.host, stack: "registry", project: "smallboat-dev-registry" };
  const inputs = {
    name: of.project,
    image: "registry:3",
    envs: [
      "OTEL_TRACES_EXPORTER=none",
      "REGISTRY_AUTH=htpasswd",
      "REGISTRY_AUTH_HTPASSWD_PATH=/etc/distribution/htpasswd",
      "REGISTRY_AUTH_HTPASSWD_REALM=smallboat",
      `REGISTRY_HTTP_TLS_CERTIFICATE=${facts.certificate}`,
      `REGISTRY_HTTP_TLS_KEY=${facts.key}`,
      "REGISTRY_LOG_LEVEL=info",
      "REGISTRY_STORAGE_DELETE_ENABLED=true",
    ],
    healthcheck: {
      tests: ["CMD-SHELL", `wget -q --spider --no-check-certificate ${facts.scheme}://127.0.0.1:5000/`],
      ...check,
    },
    ports: [{ internal: 5000, external: 5000, protocol: "tcp", ...facts.port }],
    restart: "unless-stopped",
    uploads: facts.uploads,
    volumes: [{ containerPath: "/var/lib/registry", volumeName: of.project }],
  };
  return [
    component("ContainerRegistry", "registry", "Environment dev"),
    component("HostStack", "registry", "ContainerRegistry registry"),
    image(of.host, "registry:3"),
    network(of),
    volume(of, "data", of.project),
    container(of, "registry", inputs, {
      folder: "lib/servers/registry",
      needs: ["Volume registry/data", ...facts.needs],
      ignoreChanges: ["healthcheck", "ports"],
    }),
  ];
}

/** The PyPI server of the stage on port 8010 of loopback, whole. */
export function pypiServer(host: string, uploads: readonly object[]): Recorded[] {
  const of = { host, stack: "pypi", project: "smallboat-dev-pypi" };
  const health = "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=3)";
  const inputs = {
    name: of.project,
    image: "pypiserver/pypiserver:v2.4.1",
    init: true,
    command: [
      "run",
      "--port=8080",
      "--passwords=/data/.htpasswd",
      "--authenticate=update",
      "--disable-fallback",
      "/data/packages",
    ],
    healthcheck: { tests: ["CMD-SHELL", `python -c "${health}"`], ...check },
    ports: [{ internal: 8080, external: 8010, ip: "127.0.0.1", protocol: "tcp" }],
    restart: "unless-stopped",
    uploads,
    volumes: [{ containerPath: "/data/packages", volumeName: of.project }],
  };
  return [
    component("PypiServer", "pypi", "Environment dev"),
    component("HostStack", "pypi", "PypiServer pypi"),
    image(host, inputs.image),
    network(of),
    volume(of, "data", of.project),
    container(of, "pypi", inputs, {
      folder: "lib/servers/pypi",
      needs: ["Command TWINE_PASSWORD", "Volume pypi/data"],
      ignoreChanges: ["healthcheck", "ports"],
    }),
  ];
}
