import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, MountFields } from "../compose/index.ts";
import type { EngineImageResource } from "./image.ts";
import { valueWithoutDependencies } from "./value-without-dependencies.ts";

/**
 * A container's mounts with the anonymous volumes of its predecessor. A volume that only the former image declared is
 * left out, because it would hide files of the new image.
 * @param volumesOf the paths for which an image declares volumes
 */
export function inheritedMounts(
  { fields: { mounts = [] }, inherited = [] }: ContainerPlan,
  image: EngineImageResource | undefined,
  reference: string,
  volumesOf: (image: string) => Promise<readonly string[]>,
): pulumi.Input<MountFields[]> {
  const isOfImage = inherited.some((each) => each.isOfImage);
  const among = (isWanted: (target: string) => boolean): MountFields[] => {
    const declared = mounts.map((mount) => {
      const before = inherited.find(({ target }) => target === mount.target);
      return before ? { ...mount, source: before.volume } : mount;
    });
    const added = inherited.filter((each) => each.isOfImage && isWanted(each.target));
    return [
      ...declared,
      ...added.map(({ target, volume }): MountFields => ({ type: "volume", target, source: volume })),
    ];
  };
  if (!isOfImage || pulumi.runtime.isDryRun()) return among(() => true);
  const ofImage = async () => {
    // A preview does not ask for the image. With a dependency on it the run would not fit a plan of the preview.
    const id = image && (await valueWithoutDependencies(image.imageId));
    const wanted = await volumesOf(id ?? reference);
    return among((target) => wanted.includes(target));
  };
  return ofImage();
}
