import { hostAddress, type OwnPypiSettings, type Settings, seconds } from "../settings/index.ts";
import { planServer, publishedPort, type Server } from "./server.ts";

/** The stage's PyPI server. With a `server` the stage runs it, otherwise it is the team's own. */
export interface PypiPlan {
  readonly url: string;
  readonly user: string;
  readonly server: Server | undefined;
}

/** Path in the server's container of the htpasswd file, which the component `PypiServer` uploads. */
export const pypiHtpasswd = "/data/.htpasswd";

/** Plans the PyPI server. Undefined if the stage has none. */
export function planPypi(settings: Settings): PypiPlan | undefined {
  const { pypi } = settings;
  if (pypi === undefined) return undefined;
  const { user } = pypi;
  if ("external" in pypi) return { url: pypi.external, user, server: undefined };
  const address = pypi.address ?? `${hostAddress(settings.hosts[pypi.host]?.engine ?? "")}:${pypi.port}`;
  return { url: `http://${address}`, user, server: server(settings, pypi, address) };
}

function server(settings: Settings, pypi: OwnPypiSettings, address: string): Server {
  const { host, image, downloads, ready } = pypi;
  const placed = planServer("pypi", settings, host, {
    IMAGE: image,
    PORT: publishedPort(address, pypi),
    AUTHENTICATE: downloads === "login" ? "update,download,list" : "update",
  });
  return { ...placed, ready: seconds(ready) };
}
