import { isToolLabel } from "../docker/labels.ts";
import type { Resource } from "../state/index.ts";
import { labelsIn } from "../state/index.ts";
import { changeWord, entriesText, inputItems, listed } from "./inputs.ts";
import type { Reason } from "./model.ts";
import { differingEntries, type EntryChange } from "./sources.ts";
import type { StepItem } from "./step-tree.ts";

/** Reasons that come from the lists among a container's inputs. */
export function listReasons(item: StepItem, renewedNetworks: readonly string[]): Reason[] {
  return [
    ...mountReasons(item),
    ...uploadReasons(item),
    ...networkReasons(item, renewedNetworks),
    ...labelReasons(item),
  ];
}

interface Mounting {
  readonly target?: string;
  readonly containerPath?: string;
  readonly source?: string;
  readonly volumeName?: string;
  readonly hostPath?: string;
}

/** The volume or host path that a container mounts, by its path in the container. */
export function mountsByTarget(state: Resource | undefined): Readonly<Record<string, Mounting>> {
  const { volumes, mounts } = state?.inputs ?? {};
  const place = ({ target, containerPath }: Mounting) => target ?? containerPath;
  return { ...inputItems(volumes, place), ...inputItems(mounts, place) };
}

export function sourceOf({ source, volumeName, hostPath }: Mounting): string | undefined {
  return volumeName ?? hostPath ?? source;
}

function mountReasons({ before, after }: StepItem): Reason[] {
  const entries = differingEntries(mountsByTarget(before), mountsByTarget(after));
  if (entries.length === 0) return [];
  return [{ what: "volumes", text: `volumes: ${listed(entries.map(mountText))}` }];
}

function mountText({ name, before, after }: EntryChange<Mounting>): string {
  const [was, is] = [before && sourceOf(before), after && sourceOf(after)];
  return was !== undefined && is !== undefined && was !== is
    ? `${name}: ${was} → ${is}`
    : `${name} ${changeWord(before, after)}`;
}

/** A file in a container. */
interface Upload {
  readonly file?: string;
  /** A text of the compose file. What is copied from the stack's folder to another machine is in base64. */
  readonly content?: string;
}

/** Configs and secrets with their content in the compose file, and files that are copied to another machine. */
function uploadReasons({ before, after, differing }: StepItem): Reason[] {
  const uploads = ({ inputs }: Resource) => inputItems(inputs?.uploads, ({ file }: Upload) => file);
  const entries = before && after ? differingEntries(uploads(before), uploads(after)) : [];
  const isHidden = entries.length === 0 && differing.some((path) => path.startsWith("uploads"));
  if (isHidden) return [{ what: "configs", text: "configs or secrets changed" }];
  const copied = entries.filter(
    (entry) => entry.before?.content === undefined && entry.after?.content === undefined,
  );
  const written = entries.filter((entry) => !copied.includes(entry));
  return [
    ...(written.length > 0 ? [{ what: "configs", text: entriesText("configs", written) }] : []),
    ...(copied.length > 0 ? [{ what: copiedFiles, text: entriesText("files", copied) }] : []),
  ];
}

/** The key of a reason that says less than those of the files themselves. */
export const copiedFiles = "files in the container";

/** @param renewed names of networks that are replaced */
function networkReasons({ before, after }: StepItem, renewed: readonly string[]): Reason[] {
  const networks = (state: Resource | undefined) =>
    inputItems(state?.inputs?.networksAdvanced, ({ name }: { readonly name?: string }) => name);
  const entries = differingEntries(networks(before), networks(after));
  if (entries.length > 0) return [{ what: "networks", text: entriesText("networks", entries) }];
  const used = renewed.filter((name) => Object.hasOwn(networks(before), name));
  return used.length > 0 ? [{ what: "networks", text: `networks: ${listed(used)} replaced` }] : [];
}

/** The labels that the compose file sets, and the program's label with the dependencies. */
function labelReasons({ before, after }: StepItem): Reason[] {
  const entries = differingEntries(labelsIn(before?.inputs), labelsIn(after?.inputs));
  const own = entries.filter(({ name }) => !isToolLabel(name));
  const dependencies = entries.some(({ name }) => name === dependsOnLabel);
  return [
    ...(dependencies ? [{ what: "depends_on", text: "depends_on changed" }] : []),
    ...(own.length > 0 ? [{ what: "labels", text: entriesText("labels", own) }] : []),
  ];
}

/** `<service>:<condition>:<restart>`, with commas between them. */
const dependsOnLabel = "com.docker.compose.depends_on";

/** The services that a container depends on, and whether it restarts with each of them. */
export function dependenciesOf(state: Resource | undefined): { service: string; restarts: boolean }[] {
  const list = labelsIn(state?.inputs)[dependsOnLabel] ?? "";
  return list.split(",").flatMap((each) => {
    const [service, , restart] = each.split(":");
    return service ? [{ service, restarts: restart === "true" }] : [];
  });
}
