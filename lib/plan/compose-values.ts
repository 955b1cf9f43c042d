import type { Settings } from "../settings/index.ts";
import type { RegistryPlan } from "./registry.ts";

/** The values of `${NAME}` in the compose files of a host. A secret wins over a value of the same name. */
export function composeValues(
  { stage, values, secrets }: Settings,
  registry: RegistryPlan | undefined,
  host: string,
): Record<string, string> {
  const own = { STAGE: stage, HOST: host, ...(registry && { REGISTRY: registry.repositories }) };
  return { ...values, ...secrets, ...own };
}
