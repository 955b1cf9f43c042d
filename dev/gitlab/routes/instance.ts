import { type Route, route } from "../http/route.ts";

const version = { version: "18.2.0", revision: "standin" };

/** Facts about the server. */
export const instanceRoutes: readonly Route[] = [
  route("GET", "/version", {}, () => version),
  route("GET", "/metadata", {}, () => ({
    ...version,
    kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
    enterprise: false,
  })),
];
