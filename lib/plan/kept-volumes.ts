import type { VolumePlan } from "../compose/index.ts";
import { composeProjectLabel, composeVolumeLabel, stageLabel } from "../docker/labels.ts";
import { sizeText } from "../docker/size-text.ts";
import type { EngineVolume } from "../docker/volumes.ts";
import type { VolumeEngine } from "./volumes.ts";

/** A volume that may hold the data of a new, empty one. */
export interface FormerVolume {
  readonly engine: VolumeEngine;
  readonly volume: EngineVolume;
}

/** Size of a volume in bytes. Undefined if its engine does not tell. */
export type SizeOf = (engine: VolumeEngine, name: string) => number | undefined;

/** The volumes of a stage that no stack uses any more. */
export function keptVolumes({ live, plans }: VolumeEngine, stage: string): EngineVolume[] {
  const named = new Set(plans.flatMap(({ volumes }) => volumes.map(({ fields }) => fields.name)));
  return [...live.values()]
    .filter(({ Name, Labels }) => Labels?.[stageLabel] === stage && !named.has(Name))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

/**
 * The volume that may hold the data of a new one: of the same name on another engine, or else of the same project or the
 * same key.
 */
export function formerVolume(
  { key, fields: { name } }: VolumePlan,
  project: string,
  engine: VolumeEngine,
  kept: readonly FormerVolume[],
): FormerVolume | undefined {
  const isOf = (label: string, value: string, { volume }: FormerVolume) => volume.Labels?.[label] === value;
  const isDeclared = ({ engine: { plans }, volume }: FormerVolume) =>
    plans.some((plan) => plan.project === volume.Labels?.[composeProjectLabel]);
  return (
    kept.find((each) => each.engine !== engine && each.volume.Name === name) ??
    kept.find((each) => each.engine === engine && isOf(composeProjectLabel, project, each)) ??
    kept.find((each) => isOf(composeVolumeLabel, key, each) && !isDeclared(each))
  );
}

/** Warnings that say where the data of each new, empty volume may be, and how to delete volumes that are kept. */
export function keptVolumeWarnings(
  engines: readonly VolumeEngine[],
  stage: string,
  sizeOf: SizeOf = () => undefined,
): string[] {
  const kept = engines.flatMap((engine) =>
    keptVolumes(engine, stage).map((volume): FormerVolume => ({ engine, volume })),
  );
  return [
    ...engines.flatMap((engine) => emptyWarnings(engine, kept, sizeOf)),
    ...engines.flatMap((engine) => removalWarnings(engine, keptVolumes(engine, stage), sizeOf)),
  ];
}

function emptyWarnings(engine: VolumeEngine, kept: readonly FormerVolume[], sizeOf: SizeOf): string[] {
  return engine.plans.flatMap(({ project, volumes }) =>
    volumes.flatMap((volume) => {
      const { name } = volume.fields;
      const former = volume.external || engine.live.has(name) || formerVolume(volume, project, engine, kept);
      if (!former || former === true) return [];
      const { Name } = former.volume;
      const remedy =
        former.engine === engine
          ? `to go on with it, write "name: ${Name}" below volumes.${volume.key}`
          : `to go on with it, copy it to ${engine.place} first`;
      const size = sizeNote(sizeOf(former.engine, Name));
      return [
        `${volume.where}: volume ${Name}${size} stays on ${former.engine.place}; ` +
          `${name} on ${engine.place} starts with an empty one; ${remedy}`,
      ];
    }),
  );
}

function removalWarnings(engine: VolumeEngine, kept: readonly EngineVolume[], sizeOf: SizeOf): string[] {
  const projectOf = ({ Labels }: EngineVolume) => Labels?.[composeProjectLabel] ?? "the stage";
  return [...new Set(kept.map(projectOf))].map((project) => {
    const names = kept.filter((volume) => projectOf(volume) === project).map(({ Name }) => Name);
    const listed = names.map((name) => `${name}${sizeNote(sizeOf(engine, name))}`).join(", ");
    const [noun, verb, them] = names.length === 1 ? ["volume", "stays", "it"] : ["volumes", "stay", "them"];
    const command = `${engine.command} volume rm ${names.join(" ")}`;
    return `${noun} ${listed} of ${project} ${verb} on ${engine.place}, and no stack uses ${them}; to delete ${them}: ${command}`;
  });
}

function sizeNote(bytes: number | undefined): string {
  return bytes === undefined ? "" : ` (${sizeText(bytes)})`;
}
