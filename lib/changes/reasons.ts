import { incarnationLabel } from "../docker/labels.ts";
import { isUnknown, labelsIn } from "../state/index.ts";
import { composeKey, fieldText } from "./compose-words.ts";
import { environmentReasons } from "./environment-reasons.ts";
import { fileReasons } from "./file-reasons.ts";
import { imageReasons } from "./image-reasons.ts";
import { differingInputs } from "./inputs.ts";
import { copiedFiles, listReasons } from "./list-reasons.ts";
import type { Reason } from "./model.ts";
import { differingPart, type EntryChange, type ServiceSourceChange } from "./sources.ts";
import type { StepItem } from "./step-tree.ts";

export interface ReasonContext {
  readonly sources: ServiceSourceChange;
  /** The stack's folder, from the repository's root. */
  readonly folder: string;
  /** Services of the stack that it depends on and that are replaced. */
  readonly replaced: readonly string[];
  /** Names of the stack's networks that are replaced. */
  readonly networks: readonly string[];
}

/** Why a container changes, by keys of its compose file. */
export function containerReasons(item: StepItem, context: ReasonContext): Reason[] {
  const { sources, folder } = context;
  const inputs = differingInputs(item).filter((entry) => !isImpliedSwap(entry, item));
  const files = fileReasons(sources, folder);
  const lists = listReasons(item, context.networks);
  const reasons = [
    ...imageReasons(item, sources, folder),
    ...saidRenewal(item),
    ...files,
    ...environmentReasons(item, sources),
    ...differingPart(sources, "fields").map(fieldReason),
    ...inputs.flatMap((entry) => inputReasons(entry, context)),
    ...lists.filter(({ what }) => what !== copiedFiles || files.length === 0),
  ];
  const unique = reasons.filter(
    ({ what }, index) => reasons.findIndex((each) => each.what === what) === index,
  );
  return unique.length > 0 ? unique : [unsaidRenewal(item, "it is gone") ?? unexplained];
}

const renewal = "new incarnation: ";

/** Why a container is replaced though its file is unchanged. The program reports the reason if the container still exists. */
function saidRenewal({ said }: StepItem): Reason[] {
  const text = said.find((message) => message.startsWith(renewal));
  return text === undefined ? [] : [{ what: "incarnation", text }];
}

/** The reason of a thing that the program does not report: its new incarnation. */
export function unsaidRenewal({ before, after }: StepItem, why: string): Reason | undefined {
  const was = labelsIn(before?.inputs)[incarnationLabel];
  const isOther = was !== undefined && was !== labelsIn(after?.inputs)[incarnationLabel];
  return isOther ? { what: "incarnation", text: `${renewal}${why}` } : undefined;
}

/** Docker sets swap from the memory limit if the file does not. */
function isImpliedSwap({ name, after }: EntryChange<unknown>, { after: state }: StepItem): boolean {
  return name === "memorySwap" && Number(after) === 2 * Number(state?.inputs?.memory);
}

/** Inputs whose reasons come from other functions. */
const spoken = new Set(["image", "envs", "labels", "networksAdvanced", "volumes", "mounts", "uploads"]);

function inputReasons(entry: EntryChange<unknown>, { replaced }: ReasonContext): Reason[] {
  if (spoken.has(entry.name)) return [];
  if (!isFollowing(entry)) return [fieldReason(entry)];
  const what = composeKey(entry.name);
  return [{ what, text: `${what}: ${replaced.join(", ") || "the other service"} is replaced` }];
}

/** A shared namespace has the other container's id, which changes with a replacement. */
function isFollowing({ before, after }: EntryChange<unknown>): boolean {
  return isUnknown(after) || (/^container:/.test(String(before)) && /^container:/.test(String(after)));
}

function fieldReason({ name, before, after }: EntryChange<unknown>): Reason {
  return { what: composeKey(name), text: fieldText(name, before, after) };
}

/** The reason if the last run has not recorded enough. */
const unexplained: Reason = {
  what: "compose",
  text: "its entry in the compose file, or a file of it, changed",
};
