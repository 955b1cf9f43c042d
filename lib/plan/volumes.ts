import type { StackPlan, VolumePlan } from "../compose/index.ts";
import type { EngineVolume } from "../docker/volumes.ts";
import { type Problem, problemLine } from "../problems/index.ts";

/** An engine with its volumes and the plans of the stage's stacks on it. */
export interface VolumeEngine {
  /** Name of the engine in messages. */
  readonly place: string;
  /** The docker command for it, such as `docker --host ssh://user@address`. */
  readonly command: string;
  readonly plans: readonly StackPlan[];
  /** The engine's volumes by name. */
  readonly live: ReadonlyMap<string, EngineVolume>;
}

/** What is known about an engine's volumes before a run. */
export interface VolumeFacts {
  /** The engine's volumes by name. */
  readonly live: ReadonlyMap<string, EngineVolume>;
  /** Names of volumes that an earlier run created and that are gone. */
  readonly lost: ReadonlySet<string>;
  /** Names of volumes that may be deleted. */
  readonly allowed: readonly string[];
  /** Name of the engine in messages. */
  readonly place: string;
  /** Secret values, which messages must not show. */
  readonly secrets: readonly string[];
}

/** Problems and warnings about a stack's volumes. */
export interface VolumeReport {
  /** Differences whose repair is not allowed. They stop an update. */
  readonly refusals: readonly Problem[];
  readonly warnings: readonly string[];
}

/**
 * A plan with the decisions about its volumes. Docker cannot change a volume, and a new one is empty. So a volume that
 * differs from its file stays as it is until its deletion is allowed. A volume that is gone is created again.
 */
export function withVolumeLives(plan: StackPlan, facts: VolumeFacts): StackPlan {
  return { ...plan, volumes: plan.volumes.map((volume) => living(volume, facts)) };
}

function living(volume: VolumePlan, { live, lost, allowed }: VolumeFacts): VolumePlan {
  const { name } = volume.fields;
  const found = live.get(name);
  if (volume.external) return volume;
  const isAllowed = found !== undefined && allowed.includes(name) && isOther(volume, found);
  if (isAllowed || (!found && lost.has(name))) {
    // One of its labels is the incarnation, which differs in each run.
    return { ...volume, ignoreChanges: [], isRenewed: true };
  }
  const isKept = found && differences(volume, found).length > 0;
  return isKept ? { ...volume, ignoreChanges: ["driver", "driverOpts", "labels"] } : volume;
}

/** The problems and warnings about a stack's volumes. */
export function volumeReport(plan: StackPlan, facts: VolumeFacts): VolumeReport {
  const own = plan.volumes.filter(({ external }) => !external);
  return {
    refusals: own.flatMap((volume) => refusal(volume, facts) ?? []),
    warnings: own.flatMap((volume) => warning(volume, facts) ?? []),
  };
}

function refusal(volume: VolumePlan, { live, allowed, place, secrets }: VolumeFacts): Problem | undefined {
  const { name } = volume.fields;
  const found = live.get(name);
  const differing = found ? differences(volume, found) : [];
  if (differing.length === 0 || allowed.includes(name)) return undefined;
  const texts = (side: "declared" | "found") =>
    differing.map((each) => valueText(each, side, secrets)).join(", ");
  return {
    path: volume.where,
    expected: `volume ${name} with ${texts("declared")}`,
    found: `${texts("found")} on ${place}`,
    remedy: `undo the change, or lose the volume's data with "make up ALLOW_DELETE=${name}"`,
  };
}

function warning(volume: VolumePlan, { live, lost, allowed, place }: VolumeFacts): string | undefined {
  const { name } = volume.fields;
  const found = live.get(name);
  const at = `${volume.where}: volume ${name}`;
  if (!found)
    return lost.has(name) ? `${at} is gone from ${place}; it is created again and starts empty` : undefined;
  if (!isOther(volume, found)) return undefined;
  if (allowed.includes(name))
    return `${at} is deleted with its data on ${place}, and created again as declared`;
  if (differences(volume, found).length > 0) return undefined;
  return (
    `${at} keeps its old labels on ${place}, as Docker changes them on no volume; ` +
    `to replace it by an empty one, run "make up ALLOW_DELETE=${name}"`
  );
}

/** Problems of external volumes that neither the engine has nor a stack on it declares. */
export function missingVolumes({ plans, live, place, command }: VolumeEngine): Problem[] {
  const volumes = plans.flatMap((plan) => plan.volumes);
  const declared = new Set(volumes.filter(({ external }) => !external).map(({ fields }) => fields.name));
  const missing = volumes.filter(
    ({ external, fields: { name } }) => external && !live.has(name) && !declared.has(name),
  );
  return missing.map(({ where, fields: { name } }) => ({
    path: where,
    expected: `the external volume ${name} on ${place}`,
    found: "none of that name",
    remedy: `correct its name, or make it with: ${command} volume create ${name}`,
  }));
}

/** Problems of entries of `smallboat:allowDelete` that allow nothing, or nothing any more. `path` is the list's. */
export function idleAllowances(
  allowed: readonly string[],
  engines: readonly VolumeEngine[],
  path: string,
): string[] {
  const differing = engines.flatMap(({ plans, live }) =>
    plans.flatMap(({ volumes }) =>
      volumes.flatMap((volume) => {
        const found = volume.external ? undefined : live.get(volume.fields.name);
        return found && isOther(volume, found) ? [volume.fields.name] : [];
      }),
    ),
  );
  const expected = differing.length > 0 ? differing.join(" or ") : "none";
  return allowed
    .filter((name) => !name.includes("/") && !differing.includes(name))
    .map((found) => {
      const remedy = "remove or correct the entry";
      return problemLine({
        path,
        expected: `volumes that differ from their files (${expected})`,
        found,
        remedy,
      });
    });
}

/** A property of an engine's volume that differs from its file. */
interface Difference {
  readonly name: string;
  readonly declared: string | undefined;
  readonly found: string | undefined;
}

function differences(
  { fields: { driver = "local", driverOpts = {} } }: VolumePlan,
  live: EngineVolume,
): Difference[] {
  const options = live.Options ?? {};
  const names = [...new Set([...Object.keys(driverOpts), ...Object.keys(options)])].sort();
  const all = [
    { name: "driver", declared: driver, found: live.Driver },
    ...names.map((name) => ({
      name: `driver_opts.${name}`,
      declared: driverOpts[name],
      found: options[name],
    })),
  ];
  return all.filter(({ declared, found }) => declared !== found);
}

/** True if a volume has the driver and the options of its file. */
export function isVolumeAsDeclared(volume: VolumePlan, live: EngineVolume): boolean {
  return differences(volume, live).length === 0;
}

function isOther(volume: VolumePlan, live: EngineVolume): boolean {
  const declared = Object.fromEntries(
    (volume.fields.labels ?? []).map(({ label, value }) => [label, value] as const),
  );
  const [wanted, found] = [ownLabels(declared), ownLabels(live.Labels ?? {})];
  return differences(volume, live).length > 0 || wanted !== found;
}

/** The labels of the file, as a text. */
function ownLabels(labels: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(([label]) => !/^(com\.docker|smallboat)\./.test(label));
  return JSON.stringify(own.sort());
}

/** The text of a value. An option may contain a password, also an earlier one, so it is hidden. */
function valueText(difference: Difference, side: "declared" | "found", secrets: readonly string[]): string {
  const { name, declared = "" } = difference;
  const value = difference[side];
  const isSecret = secrets.some((secret) => secret !== "" && declared.includes(secret));
  if (value === undefined) return `no ${name}`;
  return isSecret ? `another ${name}` : `${name} "${value}"`;
}
