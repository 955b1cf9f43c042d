import { aligned } from "../changes/columns.ts";
import { hasNews, type ImageNews, type OutdatedReport } from "./report.ts";

const tags: Readonly<Record<ImageNews["tag"], string>> = {
  same: "",
  moved: "the tag names another image now",
  gone: "the registry no longer has the tag",
};

/** The lines of `make outdated`: a table, or one sentence without news. */
export function outdatedLines(report: OutdatedReport): string[] {
  const { stage, images, looked, packages, lookedPackages, unanswered } = report;
  if (!hasNews(report)) {
    const all = unanswered.length > 0 ? "Of the registries that answered, none has" : "No registry has";
    const also = lookedPackages > 0 ? `, and no index a newer package (${lookedPackages} packages)` : "";
    return [`${all} a newer image for stage ${stage} (${looked} images)${also}.`];
  }
  const rows = [
    ...images.map(({ reference, compatible = "", newest = "", tag, stacks }) => [
      ...[reference, compatible, newest, tags[tag], stacks.join(", ")],
    ]),
    ...packages.map(({ name, version, compatible = "", newest = "", isGone, places }) => [
      ...[`${name}==${version}`, compatible, newest, isGone ? goneVersion : "", places.join(", ")],
    ]),
  ];
  const what = [images.length > 0 ? "IMAGE" : "", packages.length > 0 ? "PACKAGE" : ""].filter(Boolean);
  return aligned(withoutEmptyColumns([[what.join(", "), "NEWER", "NEWEST", "TAG", "STACKS"], ...rows]));
}

const goneVersion = "the index no longer has the version";

function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const [, ...body] = rows;
  return rows.map((row) => row.filter((_, column) => body.some((cells) => cells[column] !== "")));
}
