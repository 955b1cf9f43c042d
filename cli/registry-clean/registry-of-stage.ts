import { connect } from "../../lib/docker/client.ts";
import { connectRegistry, type RegistryClient } from "../../lib/docker/registry-client.ts";
import { refuse } from "../../lib/problems/index.ts";
import { checkRetention, type RetentionSettings } from "../../lib/settings/retention.ts";
import { inputName, providerOf, stageOutputs, types } from "../../lib/state/index.ts";
import { registryAccess } from "../outdated/access.ts";
import { pulumiCliOf, readSettings } from "../stage/pulumi.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import type { RecordedStage } from "../status/look.ts";
import type { OwnRegistry } from "./stored.ts";

/** The registry of a stage, and what stays in it. */
export interface StageRegistry {
  readonly client: RegistryClient;
  /** Undefined for a registry that the stage does not run. */
  readonly own: OwnRegistry | undefined;
  /** Beginning of the stage's repositories. */
  readonly prefix: string;
  readonly rules: RetentionSettings;
}

/** @throws ProblemError if the stage has no registry, or for a wrong setting of it */
export async function registryOfStage(recorded: RecordedStage): Promise<StageRegistry> {
  const { stage, deployment, hosts, settings } = recorded;
  const address = stageOutputs(deployment).registry?.address;
  const written = (await readSettings(pulumiCliOf(stage)))["smallboat:registry"] as
    | { readonly prefix?: string }
    | undefined;
  if (address === undefined || written === undefined) {
    const remedy = "there is nothing to clean; with smallboat:registry and make up it gets one";
    refuse([{ path: `stage ${stage}`, expected: "a registry", found: "none", remedy }]);
  }
  const rules = checkRetention(stage, written);
  const client = connectRegistry({ address: address ?? "", ...registryAccess(deployment)(address ?? "") });
  const { resources } = deployment;
  const server = resources.find(({ type }) => type === types.containerRegistry);
  const stack = resources.find(({ type, parent }) => type === types.hostStack && parent === server?.urn);
  const container = resources.find(
    ({ type, parent, delete: isGoing }) => type === types.container && parent === stack?.urn && !isGoing,
  );
  const host = container && hosts.find(({ provider }) => provider === providerOf(container));
  const own = host && {
    ...{ client, engine: connect(...connectionTo(host, settings)) },
    container: inputName(container) ?? "",
  };
  return { client, own, prefix: written?.prefix ?? "docker-local", rules };
}
