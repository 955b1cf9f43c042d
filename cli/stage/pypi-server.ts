import { connectPypi, type PypiClient, type PypiServer, simpleIndex } from "../../lib/pypi/index.ts";
import { type Deployment, stageOutputs, withPlainSecrets } from "../../lib/state/index.ts";

interface Outputs {
  readonly pypi?: { readonly url: string; readonly user: string; readonly password: string };
}

/** The PyPI server of a stage, with its login. Undefined for a stage without one. @param deployment with plain secrets */
export function pypiServerOf(deployment: Deployment): PypiServer | undefined {
  const { pypi } = withPlainSecrets(stageOutputs(deployment)) as Outputs;
  return pypi && { url: pypi.url, login: { user: pypi.user, password: pypi.password } };
}

/** Reads the packages of such a server. */
export function pypiClientOf({ url, login }: PypiServer): PypiClient {
  return connectPypi({ index: simpleIndex(url), login });
}
