import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, MountFields } from "../compose/index.ts";
import { imageIdLabel, uploadsLabel } from "../docker/labels.ts";
import type { EngineImageResource } from "../rollout/image.ts";
import { hideSecrets } from "./hide-secrets.ts";

/** The resources that a container's plan refers to. */
export interface ContainerReferences {
  /** Gives the name of a network by its key. */
  readonly network: (key: string) => pulumi.Input<string>;
  /** The image's reference, as the compose file has it. */
  readonly reference: pulumi.Input<string>;
  /** The image. Undefined if it is neither pulled nor built. */
  readonly image: EngineImageResource | undefined;
  /** Gives the first container of another service. */
  readonly container: (service: string) => docker.Container;
  /** Secret values. Inputs that contain one become secrets. */
  readonly secrets: readonly string[];
  readonly uploads: readonly Upload[];
  /** Its mounts, with inherited anonymous volumes. */
  readonly mounts?: pulumi.Input<MountFields[]>;
  /** The whole command line, if the command has an empty word. */
  readonly entrypoints?: pulumi.Input<string[]>;
}

/** A file that is written into a container. */
export interface Upload extends docker.types.input.ContainerUpload {
  readonly file: string;
}

/** The inputs of `docker.Container` for a container's plan and the resources that it refers to. */
export function containerArgs(plan: ContainerPlan, context: ContainerReferences): docker.ContainerArgs {
  const { labels: _, volumes = [], uploads = [], ...fields } = plan.fields;
  const labels = labelsFor(plan, context.image);
  const hidden = <Inputs extends object>(inputs: Inputs) => hideSecrets(inputs, context.secrets);
  return withoutEmptyLists({
    ...hidden(fields),
    image: context.reference,
    labels: [...hidden(labels), ...imageLabel(context.image), ...uploadsOf(plan, context.uploads)],
    mustRun: !plan.runsToCompletion,
    networksAdvanced: plan.networks.map(({ network, fields }) => ({
      ...hidden(fields),
      name: context.network(network),
    })),
    ...namespaces(plan, context),
    ...(context.mounts && { mounts: context.mounts }),
    ...(context.entrypoints && { entrypoints: context.entrypoints }),
    volumes: [...hidden(volumes), ...foreignVolumes(plan, context)],
    uploads: [...hidden(uploads.map((each) => upload(each, plan))), ...context.uploads],
    ...(plan.runsToCompletion && { attach: true }),
  });
}

/** The content of a compose secret is always secret, also if it does not come from the settings. */
function upload(inputs: Upload, { secretFiles = [] }: ContainerPlan): Upload {
  return secretFiles.includes(inputs.file) ? (pulumi.secret(inputs) as never) : inputs;
}

/** Leaves out empty lists: the provider reads them back as absent, so they would differ in every run. */
function withoutEmptyLists(args: docker.ContainerArgs): docker.ContainerArgs {
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
  return Object.fromEntries(Object.entries(args).filter(([, value]) => !isEmpty(value))) as never;
}

/** Labels with the image's id, so that another image replaces the container. */
function labelsFor(
  { fields: { labels }, live, labelsAnew = {} }: ContainerPlan,
  image: EngineImageResource | undefined,
) {
  return labels.map(({ label, value }): docker.types.input.ContainerLabel => {
    const anew = labelsAnew[label];
    if (anew === undefined || !image) return { label, value };
    return { label, value: image.imageId.apply((id) => (id === live?.[imageIdLabel] ? value : anew)) };
  });
}

/** The image's id as a label: new content under the same tag replaces the container. */
function imageLabel(image: EngineImageResource | undefined): docker.types.input.ContainerLabel[] {
  return image ? [{ label: imageIdLabel, value: image.imageId }] : [];
}

function uploadsOf(plan: ContainerPlan, further: readonly Upload[]): docker.types.input.ContainerLabel[] {
  const value = uploadsText(plan, further);
  return value === undefined ? [] : [{ label: uploadsLabel, value }];
}

/** The value of the label that names a container's files, so that a snapshot includes them. Undefined without files. */
export function uploadsText({ fields }: ContainerPlan, further: readonly Upload[]): string | undefined {
  const files = [...(fields.uploads ?? []), ...further].map(({ file }) => file);
  return files.length > 0 ? JSON.stringify(files) : undefined;
}

/** Shared namespaces by container id, as Docker stores them. A name would differ in every run. */
function namespaces({ shares }: ContainerPlan, { container }: ContainerReferences) {
  return Object.fromEntries(
    shares.map(({ field, service }) => [field, pulumi.interpolate`container:${container(service).id}`]),
  ) as Partial<Record<"networkMode" | "pidMode" | "ipcMode", pulumi.Output<string>>>;
}

function foreignVolumes({ volumesFrom }: ContainerPlan, { container }: ContainerReferences) {
  return volumesFrom.map(({ service, readOnly }) => ({ fromContainer: container(service).id, readOnly }));
}
