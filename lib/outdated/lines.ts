import { aligned } from "../changes/columns.ts";
import type { ImageNews, OutdatedReport } from "./report.ts";

const tags: Readonly<Record<ImageNews["tag"], string>> = {
  same: "",
  moved: "the tag names another image now",
  gone: "the registry no longer has the tag",
};

/** The lines of `make outdated`: a table, or one sentence without news. */
export function outdatedLines({ stage, images, looked, unanswered }: OutdatedReport): string[] {
  if (images.length > 0) {
    const rows = images.map(({ reference, compatible = "", newest = "", tag, stacks }) => [
      ...[reference, compatible, newest, tags[tag], stacks.join(", ")],
    ]);
    return aligned(withoutEmptyColumns([["IMAGE", "NEWER", "NEWEST", "TAG", "STACKS"], ...rows]));
  }
  const all = unanswered.length > 0 ? "Of the registries that answered, none has" : "No registry has";
  return [`${all} a newer image for stage ${stage} (${looked} images).`];
}

function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const [, ...body] = rows;
  return rows.map((row) => row.filter((_, column) => body.some((cells) => cells[column] !== "")));
}
