import type { ContainerFields, UploadFields } from "../compose/provider-fields.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { imageIdLabel } from "../docker/labels.ts";
import { labelsIn } from "../state/index.ts";
import {
  type InputReading,
  type InputReadings,
  type Inputs,
  withoutBridgeDefaults,
} from "./input-reading.ts";
import { lifecycleReadings } from "./lifecycle.ts";
import { inspectedAttachments, networkingReadings, wantedAttachments } from "./networking.ts";
import { processReadings, withWholeCommandLine } from "./process.ts";
import { resourceReadings } from "./resources.ts";
import { securityReadings } from "./security.ts";
import { storageReadings, withoutInheritedVolumes } from "./storage.ts";

/** A container that runs, and what has to be known to compare it. */
export interface ContainerFacts {
  readonly container: InspectedContainer;
  /** A container of the same image and engine with which nothing was said. */
  readonly bare: InspectedContainer;
  /** Of the image, such as `linux/amd64`. */
  readonly platform: string;
  /** What stands where the inputs want a file, by path; in the words of the inputs. */
  readonly files: ReadonlyMap<string, UploadFields>;
}

/** An input that a container was not made with. */
export interface InputDifference {
  readonly input: string;
  /** What it has instead, as the input. */
  readonly is: unknown;
}

/** Every field of a container, and how it reads: one without an entry does not compile. */
const readings: InputReadings<Exclude<keyof ContainerFields, Compared | Handled>> = {
  ...processReadings,
  ...lifecycleReadings,
  ...networkingReadings,
  ...resourceReadings,
  ...securityReadings,
  ...storageReadings,
};

/** Fields that need more than the two containers. */
type Compared = "name" | "labels" | "platform" | "uploads";
/** How the provider treats a container; nothing of it is in the container. */
type Handled = "destroyGraceSeconds";

/** How the provider goes about it; nothing of it is in the container. */
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
 * What of a container is not as its inputs want it. An input that nothing is known of differs.
 * @param checked inputs of `docker.Container`, as Pulumi checked them
 */
export function inputDifferences(checked: Inputs, living: ContainerFacts): InputDifference[] {
  const inputs = withoutBridgeDefaults(checked);
  const whole = withWholeCommandLine(living.container, inputs);
  const container = withoutInheritedVolumes(whole, living.bare, inputs);
  const others: readonly InputDifference[] = [
    ...special(inputs, { ...living, container }),
    ...unknown(inputs).map((input) => ({ input, is: undefined })),
  ];
  const fields = Object.entries(readings as Record<string, InputReading<unknown>>).flatMap(
    ([input, { read, expected, input: own }]): InputDifference[] => {
      const wanted = inputs[input];
      const want = expected ? expected(wanted, living.bare, inputs) : (wanted ?? read(living.bare));
      if (isEqual(want, read(container))) return [];
      return [{ input, is: own ? own(container, living.bare) : read(container) }];
    },
  );
  return [...others, ...fields].sort((a, b) => (a.input < b.input ? -1 : 1));
}

function special(inputs: Inputs, { container, bare, platform, files }: ContainerFacts): InputDifference[] {
  const { Config, Image, Name, HostConfig } = container;
  const compare = (input: string, want: unknown, is: unknown) => (isEqual(want, is) ? [] : [{ input, is }]);
  const wanted = labelsIn(inputs);
  const imageId = wanted[imageIdLabel];
  const uploads = (inputs.uploads ?? []) as UploadFields[];
  const found = uploads.flatMap(({ file }) => files.get(file) ?? []);
  return [
    ...compare("name", inputs.name, Name.replace(/^\//, "")),
    // Another image can have the name by now.
    ...(imageId !== undefined && imageId !== Image
      ? [{ input: "image", is: Image }]
      : compare("image", inputs.image, Config.Image)),
    ...compare("labels", ownLabels(wanted, bare), ownLabels(Config.Labels, bare)),
    ...(inputs.platform === undefined ? [] : compare("platform", inputs.platform, platform)),
    ...compare("networksAdvanced", wantedAttachments(inputs), inspectedAttachments(container, inputs)),
    ...compare("uploads", uploads.map(normalUpload), found),
    ...compare("mustRun", true, inputs.mustRun !== true || isAlive(container)),
    ...compare("rm", inputs.rm, HostConfig.AutoRemove),
    ...compare("publishAllPorts", inputs.publishAllPorts, HostConfig.PublishAllPorts),
  ];
}

/** Without a restart policy it may have come to a good end. */
function isAlive({ State, HostConfig }: InspectedContainer): boolean {
  const isUnrestarted = ["", "no"].includes(HostConfig.RestartPolicy.Name);
  return State.Running || (State.ExitCode === 0 && isUnrestarted);
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

/** Labels that people wrote, and those of the image. */
function ownLabels(
  labels: Readonly<Record<string, string>>,
  { Config }: InspectedContainer,
): Record<string, string> {
  const all = Object.entries({ ...Config.Labels, ...labels });
  return Object.fromEntries(all.filter(([name]) => !/^(com\.docker\.compose|smallboat)\./.test(name)));
}

/** A file as it is written into a container: in bytes, with its rights and its owner's numbers. */
export function normalUpload({ file, content, contentBase64, ...rights }: UploadFields): UploadFields {
  const bytes = contentBase64 ?? Buffer.from(content ?? "").toString("base64");
  const { permissions = "0644", owner = "", group = "" } = rights;
  return { file, contentBase64: bytes, permissions, owner: owner || "0", group: group || "0" };
}

/** Nothing, and an empty, false or zero value are the same, but a text within a map; the order of keys does not count. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(plain(a || undefined)) === JSON.stringify(plain(b || undefined));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => plain(each) ?? null);
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return value || undefined;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, plain(each)] as const)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
