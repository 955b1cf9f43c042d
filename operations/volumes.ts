import { connect, type Engine } from "../engine/client.ts";
import { explaining } from "../engine/faults.ts";
import { ofStage } from "../engine/labels.ts";
import { listVolumes, removeVolume, type Volume } from "../engine/volumes.ts";
import { demand } from "./pulumi.ts";

/** A volume of the stage, and the engine that has it. */
export interface StageVolume {
  readonly engine: Engine;
  /** Settings path of the engine's address. */
  readonly where: string;
  readonly volume: Volume;
}

/** The stage's volumes on every engine that its settings name. @throws ProblemError, CommandError */
export async function stageVolumes(stage: string): Promise<StageVolume[]> {
  const engines = await stageEngines(stage);
  const lists = engines.map(async ({ engine, where }) => {
    const volumes = await explaining(where, listVolumes(engine, ofStage(stage)));
    return volumes.map((volume) => ({ engine, where, volume }));
  });
  return (await Promise.all(lists)).flat();
}

/** Removes volumes with all that is in them. @throws ProblemError */
export async function purge(volumes: readonly StageVolume[]): Promise<void> {
  await Promise.all(
    volumes.map(({ engine, where, volume }) => explaining(where, removeVolume(engine, volume))),
  );
}

const hostsKey = "smallboat:hosts";

/** Each engine once, however many hosts share it. */
async function stageEngines(stage: string): Promise<{ engine: Engine; where: string }[]> {
  const config = JSON.parse(await demand(stage, "config", "--json")) as Record<
    string,
    { objectValue?: Hosts }
  >;
  const hosts = Object.entries(config[hostsKey]?.objectValue ?? {});
  const byAddress = new Map(hosts.map(([name, host]) => [host.engine, { name, ...host }]));
  return [...byAddress.values()].map(({ name, engine, certPath }) => ({
    engine: connect(engine, { certPath }),
    where: `${hostsKey}.${name}.engine`,
  }));
}

type Hosts = Readonly<Record<string, { readonly engine: string; readonly certPath?: string }>>;
