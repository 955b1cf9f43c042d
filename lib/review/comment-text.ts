import type { PolicyResult } from "../changes/index.ts";
import { block, code, details, prose } from "../markdown/index.ts";
import { counted, done, fileDifferences, servicesTable, thingsTable } from "./comment-tables.ts";
import type { Review, StageReview } from "./model.ts";
import { writeReviewMark } from "./review-mark.ts";

/** Number of characters that GitLab accepts. */
const longest = 1_000_000;

/** How much of a review a comment shows. */
interface Detail {
  readonly hasDiffs: boolean;
  /** Rows of each table. */
  readonly rows: number;
}

/** From most to least: a comment that is too long loses its diffs first, then rows. */
const detailLevels: readonly Detail[] = [
  { hasDiffs: true, rows: Number.POSITIVE_INFINITY },
  ...[Number.POSITIVE_INFINITY, 200, 20, 0].map((rows) => ({ hasDiffs: false, rows })),
];

/** The text of a merge request's comment. @param limit number of characters. Default: GitLab's */
export function reviewCommentText(review: Review, limit = longest): string {
  const texts = detailLevels.map((detail) => () => text(review, detail));
  for (const write of texts) {
    const written = write();
    if (written.length <= limit) return written;
  }
  return text(review, { hasDiffs: false, rows: 0 }).slice(0, limit);
}

function text(review: Review, detail: Detail): string {
  const parts = [
    writeReviewMark(review),
    `## Preview: ${review.stages.map(summary).join("; ")}`,
    ...gravest(review.stages),
    ...review.stages.map((stage) => section(stage, review, detail)),
    ...others(review),
    footer(review),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** `dev: 1 created, 2 replaced, 1 deleted`. */
function summary({ stage, outcome, changes }: StageReview): string {
  if (outcome === "refused") return `${prose(stage)}: a maintainer has to read it first`;
  if (outcome === "failed" || !changes) return `${prose(stage)}: failed`;
  const counts = (["create", "update", "replace", "delete", "unknown"] as const).flatMap((action) =>
    changes.counts[action] > 0 ? [`${changes.counts[action]} ${done[action]}`] : [],
  );
  return `${prose(stage)}: ${counts.join(", ") || "no change"}`;
}

/** Of all stages: what stops an update first, then lost data, denied changes, and all other warnings. */
function gravest(stages: readonly StageReview[]): string[] {
  const warnings = stages.flatMap(({ stage, changes }) =>
    (changes?.warnings ?? []).map(({ kind, place, text }) => ({ stage, kind, place, text })),
  );
  const losses = warnings.filter(({ kind }) => kind === "data");
  const rest = warnings.filter(({ kind }) => kind !== "data");
  const line = ({ stage, place, text }: (typeof warnings)[number]) =>
    `- ${prose(stage)} ${code(place)}: ${prose(text)}`;
  const denied = stages.flatMap(({ stage, changes }) =>
    (changes?.policy ?? [])
      .filter(({ level }) => level === "deny")
      .map((rule) => `- ${prose(stage)} ${ruleText(rule)}`),
  );
  const stopping = stages.flatMap(({ stage, changes }) =>
    (changes?.messages ?? []).flatMap(({ severity, text }) =>
      severity === "error" ? [`- ${prose(stage)} ${prose(text)}`] : [],
    ),
  );
  return [
    ...listed("**An update is refused:**", stopping),
    ...listed("**Data is lost:**", losses.map(line)),
    ...listed("**Not allowed:**", denied),
    ...listed("**Look at:**", rest.map(line)),
  ];
}

function listed(title: string, lines: readonly string[]): string[] {
  const shown = lines.slice(0, 50);
  const more = lines.length > shown.length ? [`- and ${lines.length - shown.length} more`] : [];
  return lines.length > 0 ? [[title, "", ...shown, ...more].join("\n")] : [];
}

function section(stage: StageReview, review: Review, detail: Detail): string {
  const { changes, outcome, reasons } = stage;
  const title = `### ${prose(stage.stage)}`;
  if (outcome === "refused") return [title, refusal(review, reasons)].join("\n\n");
  if (outcome === "failed" || !changes) {
    const why = reasons.length > 0 ? reasons.slice(0, 50).join("\n") : "The job's log says why.";
    return [title, "There is no preview.", block("", why)].join("\n\n");
  }
  const warned = (changes.policy ?? []).filter(({ level }) => level === "warn");
  const said = changes.messages.flatMap(({ severity, text }) =>
    severity === "warning" ? [prose(text)] : [],
  );
  const parts = [
    ...servicesTable(changes, detail.rows),
    ...thingsTable(changes, detail.rows),
    ...(detail.hasDiffs ? fileDifferences(changes) : []),
    ...folded(warned.map(ruleText), "warning of a rule", "warnings of rules"),
    // Without a change they would be news to nobody.
    ...(changes.isChanged ? folded(said, "warning of the program", "warnings of the program") : []),
  ];
  return parts.length > 0 ? [title, ...parts].join("\n\n") : "";
}

function folded(lines: readonly string[], one: string, many: string): string[] {
  const list = lines.slice(0, 50).map((line) => `- ${line}`);
  return lines.length > 0 ? [details(counted(lines.length, one, many), list.join("\n"))] : [];
}

function ruleText({ rule, path, expected, found, remedy }: PolicyResult): string {
  return `${code(path)} ${prose(`expected ${expected}, found ${found}; ${remedy}`)} (${code(rule)})`;
}

/** Why there is no preview, and how a maintainer starts one. */
function refusal({ iid, commit }: Review, reasons: readonly string[]): string {
  return [
    "A preview runs with the secrets of the stage, so it takes only changes of data. These are more:",
    "",
    ...reasons.slice(0, 50).map((reason) => `- ${prose(reason)}`),
    "",
    `To preview them, a maintainer reads them and runs a pipeline of the default branch with \`MERGE_REQUEST=${iid}\` and \`COMMIT=${commit}\`.`,
  ].join("\n");
}

function others({ others }: Review): string[] {
  const lines = others.map(({ iid, stacks }) => `- !${iid}: ${stacks.slice(0, 20).map(code).join(", ")}`);
  return listed("Other open merge requests change the same stacks:", lines);
}

function footer({ commit, target, time, stages, isWhole }: Review): string {
  const kept = stages.filter(({ hasPlan }) => hasPlan).map(({ stage }) => prose(stage));
  const plans =
    kept.length > 0 ? ` After the merge, exactly this is applied to ${kept.join(" and ")}, or nothing.` : "";
  const whole = isWhole ? " A maintainer started this preview, so the code of the branch ran too." : "";
  const when = `${time.slice(0, 16).replace("T", " ")} UTC`;
  return `For \`${commit.slice(0, 8)}\` on \`${target.slice(0, 8)}\`, ${when}.${whole}${plans}`;
}

const outdated = "> **Out of date:** ";

/** Puts a sentence above a comment whose branch or target has moved. A comment that has one stays as it is. */
export function outOfDate(comment: string, why: string): string {
  if (comment.includes(`\n\n${outdated}`)) return comment;
  const [mark = "", ...rest] = comment.split("\n\n");
  return [mark, `${outdated}${prose(why)}`, ...rest].join("\n\n");
}
