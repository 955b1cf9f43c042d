import { imageIdLabel } from "../docker/labels.ts";
import { isUnknown, labelsIn, type Resource } from "../state/index.ts";
import { buildReasons } from "./file-reasons.ts";
import type { Reason } from "./model.ts";
import type { ServiceSourceChange } from "./sources.ts";
import type { StepItem } from "./step-tree.ts";

/** The reason if a container gets another image, or the same image with new content. */
export function imageReasons(item: StepItem, sources: ServiceSourceChange, folder: string): Reason[] {
  const before = sources.before?.image ?? imageOf(item.before);
  const after = sources.after?.image ?? imageOf(item.after);
  const built = buildReasons(sources, folder);
  if (before !== undefined && after !== undefined && before !== after)
    return [{ what: "image", text: `image ${before} → ${shortened(after, before)}` }, ...built];
  if (built.length > 0) return built;
  const [was, is] = [labelsIn(item.before?.inputs)[imageIdLabel], labelsIn(item.after?.inputs)[imageIdLabel]];
  if (was === undefined || is === undefined || was === is) return [];
  const text = isUnknown(is) ? "is pulled or built again" : "has another content";
  return [{ what: "image", text: `image ${after ?? ""} ${text}` }];
}

function imageOf(state: Resource | undefined): string | undefined {
  const image = state?.inputs?.image;
  return typeof image === "string" && !isUnknown(image) ? image : undefined;
}

/** Without the repository where that is the same: `1.27` for `nginx:1.27`. */
function shortened(image: string, before: string): string {
  const repository = (reference: string) => reference.replace(/(@|:[^:/]*$).*$/, "");
  const isSame = repository(image) === repository(before) && image !== repository(image);
  return isSame ? image.slice(repository(image).length + 1) : image;
}
