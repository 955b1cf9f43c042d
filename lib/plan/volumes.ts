import type { StackPlan, VolumePlan } from "../compose/index.ts";
import type { EngineVolume } from "../docker/volumes.ts";
import { type Problem, problemLine } from "../problems/index.ts";

/** An engine with what the stage puts on it, and its volumes. */
export interface VolumeEngine {
  /** What messages call it. */
  readonly place: string;
  /** The docker command for it, such as `docker --host ssh://user@address`. */
  readonly command: string;
  readonly plans: readonly StackPlan[];
  /** What is there, by name. */
  readonly live: ReadonlyMap<string, EngineVolume>;
}

/** What is known of the volumes of an engine before a run. */
export interface VolumeFacts {
  /** What is there, by name. */
  readonly live: ReadonlyMap<string, EngineVolume>;
  /** Names of volumes that an earlier run made there and that are gone. */
  readonly lost: ReadonlySet<string>;
  /** Names of volumes that may be deleted. */
  readonly allowed: readonly string[];
  /** What messages call the engine. */
  readonly place: string;
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

/** What is to be said of a stack's volumes. */
export interface VolumeReport {
  /** Differences that nobody has allowed to be mended: an update does not begin. */
  readonly refusals: readonly Problem[];
  readonly warnings: readonly string[];
}

/**
 * A plan whose volumes say what becomes of them. Docker cannot change a volume, and a new one is empty: so one that
 * differs from its file stays as it is until its deletion is allowed. One that is gone is made anew.
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
    // The incarnation among its labels differs in each run.
    return { ...volume, ignoreChanges: [], isRenewed: true };
  }
  const isKept = found && differences(volume, found).length > 0;
  return isKept ? { ...volume, ignoreChanges: ["driver", "driverOpts", "labels"] } : volume;
}

/** What a preview and an update say of a stack's volumes. */
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
    return lost.has(name) ? `${at} is gone from ${place}; it is made anew and starts empty` : undefined;
  if (!isOther(volume, found)) return undefined;
  if (allowed.includes(name)) return `${at} is deleted with its data on ${place}, and made anew as declared`;
  if (differences(volume, found).length > 0) return undefined;
  return (
    `${at} keeps its old labels on ${place}, as Docker changes them on no volume; ` +
    `to make it anew, without its data, run "make up ALLOW_DELETE=${name}"`
  );
}

/** External volumes that neither the engine has nor a stack of the stage on it declares. */
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

/** Volumes of `smallboat:allowDelete` whose deletion means nothing, or no longer. `path` is that of the list. */
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

/** Something that a volume on an engine has otherwise than its file says. */
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

/** Whether a volume has the driver and the options of its file. */
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

/** Those of the file, as a text. */
function ownLabels(labels: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(([label]) => !/^(com\.docker|smallboat)\./.test(label));
  return JSON.stringify(own.sort());
}

/** An option can hold a password, also one of before. */
function valueText(difference: Difference, side: "declared" | "found", secrets: readonly string[]): string {
  const { name, declared = "" } = difference;
  const value = difference[side];
  const isSecret = secrets.some((secret) => secret !== "" && declared.includes(secret));
  if (value === undefined) return `no ${name}`;
  return isSecret ? `another ${name}` : `${name} "${value}"`;
}
