import { hostAddress, type OwnRegistrySettings, type Settings, seconds } from "../settings/index.ts";
import { planServer, publishedPort, type Server } from "./server.ts";

/** The stage's container registry. With a `server` the stage runs it, otherwise it is the team's own. */
export interface RegistryPlan {
  /** The address that clients use, `host[:port]`. */
  readonly address: string;
  readonly url: string;
  readonly user: string;
  /** The beginning of image references: address and repository prefix. */
  readonly repositories: string;
  readonly server: RegistryServer | undefined;
}

export interface RegistryServer extends Server {
  readonly image: string;
  readonly tls: OwnRegistrySettings["tls"];
  /** Images of which the registry has copies. */
  readonly copies: readonly string[];
}

/** Paths in the registry's container of files that the component `ContainerRegistry` uploads. */
export const registryFiles = {
  htpasswd: "/etc/distribution/htpasswd",
  certificate: "/etc/distribution/tls.crt",
  key: "/etc/distribution/tls.key",
} as const;

/** Plans the registry. Undefined if the stage has none. */
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
