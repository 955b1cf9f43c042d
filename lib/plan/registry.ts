import { hostAddress, type OwnRegistrySettings, type Settings, seconds } from "../settings/index.ts";
import { planServer, publishedPort, type Server } from "./server.ts";

/** The stage's container registry: run by the program where there is a `server`, else the team's own. */
export interface RegistryPlan {
  /** What clients dial, `host[:port]`. */
  readonly address: string;
  readonly url: string;
  readonly user: string;
  /** What image references start with: address and repository prefix. */
  readonly repositories: string;
  readonly server: RegistryServer | undefined;
}

export interface RegistryServer extends Server {
  readonly image: string;
  readonly tls: OwnRegistrySettings["tls"];
  /** Images that it carries copies of. */
  readonly copies: readonly string[];
}

/** Where the registry's container finds what `ContainerRegistry` uploads. */
export const registryFiles = {
  htpasswd: "/etc/distribution/htpasswd",
  certificate: "/etc/distribution/tls.crt",
  key: "/etc/distribution/tls.key",
} as const;

/** Nothing where the stage has no registry. */
export function planRegistry(settings: Settings): RegistryPlan | undefined {
  const { registry } = settings;
  if (registry === undefined) return undefined;
  const { user, prefix } = registry;
  if ("external" in registry) {
    const address = registry.external;
    return {
      address,
      url: `https://${address}`,
      user,
      repositories: `${address}/${prefix}`,
      server: undefined,
    };
  }
  const engine = settings.hosts[registry.host]?.engine ?? "";
  const address = registry.address ?? `${hostAddress(engine)}:${registry.port}`;
  const url = `${scheme(registry)}://${address}`;
  return {
    address,
    url,
    user,
    repositories: `${address}/${prefix}`,
    server: server(settings, registry, address),
  };
}

function server(settings: Settings, registry: OwnRegistrySettings, address: string): RegistryServer {
  const { host, image, tls, ready, copies } = registry;
  const placed = planServer("registry", settings, host, {
    IMAGE: image,
    PORT: publishedPort(address, registry),
    SCHEME: scheme(registry),
    CERTIFICATE: tls === "off" ? "" : registryFiles.certificate,
    KEY: tls === "off" ? "" : registryFiles.key,
  });
  return { ...placed, image, tls, copies, ready: seconds(ready) };
}

function scheme({ tls }: OwnRegistrySettings): "http" | "https" {
  return tls === "off" ? "http" : "https";
}
