import type { ContainerFields, UploadFields } from "../compose/provider-fields.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { imageIdLabel, isToolLabel } from "../docker/labels.ts";
import { labelsIn, withoutBridgeDefaults } from "../state/index.ts";
import { type InputReading, type InputReadings, type Inputs, isAsWanted, isEqual } from "./input-reading.ts";
import { isAlive, lifecycleReadings } from "./lifecycle.ts";
import { inspectedAttachments, networkingReadings, wantedAttachments } from "./networking.ts";
import { processReadings, withWholeCommandLine } from "./process.ts";
import { resourceReadings } from "./resources.ts";
import { securityReadings } from "./security.ts";
import { storageReadings, withoutInheritedVolumes } from "./storage.ts";

/** A running container and everything that its comparison needs. */
export interface ComparedContainer {
  readonly container: InspectedContainer;
  /** A container of the same image and engine that was created without inputs. */
  readonly bare: InspectedContainer;
  /** The image's platform, such as `linux/amd64`. */
  readonly platform: string;
  /** The container's files at the paths of the inputs' files, written as uploads. */
  readonly files: ReadonlyMap<string, UploadFields>;
}

/** An input whose value the container does not have. */
export interface InputDifference {
  readonly input: string;
  /** The value that the container has, written as the input. */
  readonly is: unknown;
}

/** How each field of a container is read. A field without an entry does not compile. */
const readings: InputReadings<Exclude<keyof ContainerFields, Compared | Handled>> = {
  ...processReadings,
  ...lifecycleReadings,
  ...networkingReadings,
  ...resourceReadings,
  ...securityReadings,
  ...storageReadings,
};

/** Fields whose comparison needs more than the two containers. */
type Compared = "name" | "labels" | "platform" | "uploads";
/** Fields that only the provider uses. The container does not have them. */
type Handled = "destroyGraceSeconds";

/** Inputs that only the provider uses. The container does not have them. */
const handled = new Set([
  "attach",
  "containerReadRefreshTimeoutMilliseconds",
  "destroyGraceSeconds",
  "logs",
  "removeVolumes",
  "start",
  "wait",
  "waitTimeout",
]);

/**
 * The inputs whose values a container does not have. An input that this module does not know counts as different.
 * @param checked inputs of `docker.Container` that Pulumi has checked
 */
export function inputDifferences(checked: Inputs, living: ComparedContainer): InputDifference[] {
  const inputs = withoutBridgeDefaults(checked);
  const whole = withWholeCommandLine(living.container, inputs);
  const container = withoutInheritedVolumes(whole, living.bare, inputs);
  const others: readonly InputDifference[] = [
    ...special(inputs, { ...living, container }),
    ...unknown(inputs).map((input) => ({ input, is: undefined })),
  ];
  const fields = Object.entries(readings as Record<string, InputReading<unknown>>).flatMap(
    ([input, reading]): InputDifference[] => {
      if (isAsWanted(reading, inputs[input], container, { bare: living.bare, inputs })) return [];
      const { read, input: own } = reading;
      return [{ input, is: own ? own(container, living.bare) : read(container) }];
    },
  );
  return [...others, ...fields].sort((a, b) => (a.input < b.input ? -1 : 1));
}

function special(inputs: Inputs, { container, bare, platform, files }: ComparedContainer): InputDifference[] {
  const { Config, Image, Name, State, HostConfig } = container;
  // Without a restart policy it may have come to a good end.
  const mayEnd = lifecycleReadings.restart.read(container) === "no";
  const compare = (input: string, want: unknown, is: unknown) => (isEqual(want, is) ? [] : [{ input, is }]);
  const wanted = labelsIn(inputs);
  const imageId = wanted[imageIdLabel];
  const uploads = (inputs.uploads ?? []) as UploadFields[];
  const found = uploads.flatMap(({ file }) => files.get(file) ?? []);
  return [
    ...compare("name", inputs.name, Name.replace(/^\//, "")),
    // The name may belong to another image by now.
    ...(imageId !== undefined && imageId !== Image
      ? [{ input: "image", is: Image }]
      : compare("image", inputs.image, Config.Image)),
    ...compare("labels", ownLabels(wanted, bare), ownLabels(Config.Labels, bare)),
    ...(inputs.platform === undefined ? [] : compare("platform", inputs.platform, platform)),
    ...compare("networksAdvanced", wantedAttachments(inputs), inspectedAttachments(container, inputs)),
    ...compare("uploads", uploads.map(normalUpload), found),
    ...compare("mustRun", true, inputs.mustRun !== true || isAlive(container, State.Status, mayEnd)),
    ...compare("rm", inputs.rm, HostConfig.AutoRemove),
    ...compare("publishAllPorts", inputs.publishAllPorts, HostConfig.PublishAllPorts),
  ];
}

function unknown(inputs: Inputs): string[] {
  const known = [
    "mustRun",
    "name",
    "image",
    "labels",
    "platform",
    "networksAdvanced",
    "uploads",
    "rm",
    "publishAllPorts",
  ];
  return Object.keys(inputs).filter(
    (input) => !handled.has(input) && !known.includes(input) && !Object.hasOwn(readings, input),
  );
}

/** Labels that people wrote and labels of the image. */
function ownLabels(
  labels: Readonly<Record<string, string>>,
  { Config }: InspectedContainer,
): Record<string, string> {
  const all = Object.entries({ ...Config.Labels, ...labels });
  return Object.fromEntries(all.filter(([name]) => !isToolLabel(name)));
}

/** An upload in one form: content as bytes, permissions, and numeric ids of owner and group. */
export function normalUpload({ file, content, contentBase64, ...rights }: UploadFields): UploadFields {
  const bytes = contentBase64 ?? Buffer.from(content ?? "").toString("base64");
  const { permissions = "0644", owner = "", group = "" } = rights;
  return { file, contentBase64: bytes, permissions, owner: owner || "0", group: group || "0" };
}
