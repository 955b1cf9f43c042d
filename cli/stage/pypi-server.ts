import { connectPypi, type PypiClient, type PypiServer, simpleIndex } from "../../lib/pypi/index.ts";
import { type Deployment, plainStageOutputs } from "../../lib/state/index.ts";

/** The PyPI server of a stage, with its login. Undefined for a stage without one. @param deployment with secrets in plain text */
export function pypiServerOf(deployment: Deployment): PypiServer | undefined {
  const { pypi } = plainStageOutputs(deployment);
  return pypi && { url: pypi.url, login: { user: pypi.user, password: pypi.password } };
}

/** Reads the packages of such a server. */
export function pypiClientOf({ url, login }: PypiServer): PypiClient {
  return connectPypi({ index: simpleIndex(url), login });
}
