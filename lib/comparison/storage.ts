import { withoutUndefined } from "../compose/defined.ts";
import type { MountFields, VolumeMountFields } from "../compose/provider-fields.ts";
import type { InspectedContainer, InspectedMount } from "../docker/inspected-container.ts";
import { isGeneratedName } from "../docker/volume-names.ts";
import { type InputReadings, type Inputs, readAsSet } from "./input-reading.ts";

/** Readings of volumes, mounts and tmpfs. */
export const storageReadings: InputReadings<"volumes" | "mounts" | "tmpfs" | "storageOpts"> = {
  volumes: readAsSet(
    ({ HostConfig }) => [
      ...(HostConfig.Binds ?? []).map(bind),
      ...(HostConfig.VolumesFrom ?? []).map((source): VolumeMountFields => {
        const [fromContainer = "", mode] = source.split(":");
        return { fromContainer, readOnly: mode === "ro" };
      }),
    ],
    (wanted) => wanted.map((each) => normalVolume(each)),
  ),
  mounts: {
    read: ({ HostConfig }) => byTarget((HostConfig.Mounts ?? []).map(mount)),
    expected: (wanted = []) => byTarget(wanted.map(comparableMount)),
  },
  tmpfs: { read: ({ HostConfig }) => HostConfig.Tmpfs ?? undefined },
  storageOpts: { read: ({ HostConfig }) => HostConfig.StorageOpt ?? undefined },
};

/**
 * A container without the anonymous volumes that Docker Compose took from its predecessor. They are not declared.
 */
export function withoutInheritedVolumes(
  container: InspectedContainer,
  bare: InspectedContainer,
  { mounts = [] }: Inputs,
): InspectedContainer {
  const anonymous = (mounts as MountFields[])
    .filter(({ type, source }) => type === "volume" && !source)
    .map(({ target }) => target);
  const ofImage = Object.keys(bare.Config.Volumes ?? {});
  const isAnonymous = ({ Type, Source = "" }: InspectedMount) =>
    Type === "volume" && (Source === "" || isGeneratedName(Source));
  const own = (container.HostConfig.Mounts ?? []).flatMap((each) => {
    if (!isAnonymous(each)) return [each];
    if (anonymous.includes(each.Target)) return [{ ...each, Source: "" }];
    return ofImage.includes(each.Target) ? [] : [each];
  });
  return { ...container, HostConfig: { ...container.HostConfig, Mounts: own } };
}

/** Parses `source:target[:mode,…]`. A source that is not a path is a volume. */
function bind(text: string): VolumeMountFields {
  const [source = "", containerPath = "", modes = ""] = text.split(":");
  const words = modes.split(",");
  return normalVolume({
    ...(source.startsWith("/") ? { hostPath: source } : { volumeName: source }),
    containerPath,
    readOnly: words.includes("ro"),
    ...(words.includes("z") && { selinuxRelabel: "z" }),
    ...(words.includes("Z") && { selinuxRelabel: "Z" }),
  });
}

function normalVolume({ readOnly = false, ...each }: VolumeMountFields): VolumeMountFields {
  return { ...each, readOnly };
}

function mount({ Type, Source, Target, ReadOnly, ...options }: InspectedMount): MountFields {
  const { BindOptions: bound, TmpfsOptions: tmpfs, VolumeOptions: volume } = options;
  const labels = Object.entries(volume?.Labels ?? {}).map(([label, value]) => ({ label, value }));
  return comparableMount({
    type: Type,
    target: Target,
    source: Source ?? "",
    readOnly: ReadOnly ?? false,
    bindOptions: withoutUndefined({ propagation: bound?.Propagation }),
    tmpfsOptions: withoutUndefined({ sizeBytes: tmpfs?.SizeBytes, mode: tmpfs?.Mode }),
    volumeOptions: withoutUndefined({ noCopy: volume?.NoCopy, subpath: volume?.Subpath, labels }),
  });
}

/** A mount without options that have no effect. */
function comparableMount({ type, target, source, readOnly, ...options }: MountFields): MountFields {
  const { bindOptions: bound, tmpfsOptions: tmpfs, volumeOptions: volume } = options;
  return withoutUndefined({
    type,
    target,
    source: source || undefined,
    readOnly: readOnly || undefined,
    bindOptions: bound?.propagation ? { propagation: bound.propagation } : undefined,
    tmpfsOptions: saying({ sizeBytes: tmpfs?.sizeBytes || undefined, mode: tmpfs?.mode || undefined }),
    volumeOptions: saying({
      noCopy: volume?.noCopy || undefined,
      subpath: volume?.subpath || undefined,
      labels: volume?.labels?.length ? volume.labels : undefined,
    }),
  }) as MountFields;
}

function saying<Options extends object>(options: Options) {
  const said = withoutUndefined(options);
  return Object.keys(said).length > 0 ? said : undefined;
}

function byTarget(mounts: MountFields[]): MountFields[] {
  return mounts.sort((a, b) => (a.target < b.target ? -1 : 1));
}
