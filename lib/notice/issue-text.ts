import { code, details, prose } from "../markdown/index.ts";
import { counts, type Finding, type StageReport } from "../status/index.ts";
import { type IssueMark, writeIssueMark } from "./issue-mark.ts";
import { countText, unreachableId } from "./items.ts";

/** Findings that are shown one by one. */
const shownFindings = 200;

/** The text of the stage's issue. */
export function issueText(mark: IssueMark, report: StageReport): string {
  const { known } = mark;
  const since = new Map(known.map((item) => [item.id, item.since]));
  const parts = [
    writeIssueMark(mark),
    `Stage ${code(report.stage)} was compared with what its last \`make up\` recorded: **${countText(known)}**.`,
    ...groups(report.findings.filter(counts), since),
    ...unreachable(mark, report),
    ...whatToDo(report),
    ...asides(report),
    footer(mark),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A comment on what is new and on what was put right. @param fresh ids of new items */
export function issueCommentText(
  report: StageReport,
  fresh: ReadonlySet<string>,
  healed: readonly string[],
): string {
  const found = report.findings.filter((each) => counts(each) && fresh.has(each.id));
  const unreachable = report.unanswered.filter(({ who }) => fresh.has(unreachableId(who)));
  const parts = [
    ...(found.length + unreachable.length > 0 ? ["**New:**"] : []),
    ...groups(found),
    ...(unreachable.length > 0 ? [unreachableLines(unreachable)] : []),
    ...(healed.length > 0 ? ["**Healed:**", listed(healed.map(prose))] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A title for each host and cause, with what was found below it. */
function groups(findings: readonly Finding[], since: ReadonlyMap<string, string> = new Map()): string[] {
  const shown = findings.slice(0, shownFindings);
  const titles = [...new Set(shown.map(groupTitle))];
  const more = findings.length - shown.length;
  return [
    ...titles.map((title) => {
      const found = shown.filter((each) => groupTitle(each) === title);
      return `${title}\n\n${listed(found.map((each) => line(each, since.get(each.id))))}`;
    }),
    ...(more > 0 ? [`And ${more} more: the job's log lists them.`] : []),
  ];
}

function groupTitle({ host, cause }: Finding): string {
  return `**${prose(host ?? "GitLab")}: ${prose(cause)}**`;
}

function line({ address, text, field, advice }: Finding, since: string | undefined): string {
  const parts = [
    `${code(address)}: ${prose(text)}`,
    ...(since === undefined ? [] : [`field ${code(field)}, since ${minute(since)}`]),
    ...(advice === undefined ? [] : [prose(advice)]),
  ];
  return parts.join("; ");
}

/** The hosts that did not answer, and what was found there before. */
function unreachable({ known }: IssueMark, { findings, unanswered }: StageReport): string[] {
  if (unanswered.length === 0) return [];
  const now = new Set([...findings.map(({ id }) => id), ...unanswered.map(({ who }) => unreachableId(who))]);
  const earlier = known.filter(({ id }) => !now.has(id));
  return [
    "**Did not answer.** What they hold is unknown: it may be as recorded or not.",
    unreachableLines(unanswered),
    ...(earlier.length > 0
      ? [
          "Found there before:",
          listed(earlier.map(({ line, since }) => `${prose(line)}, since ${minute(since)}`)),
        ]
      : []),
  ];
}

function unreachableLines(unanswered: StageReport["unanswered"]): string {
  return listed(unanswered.map(({ who, text }) => `${code(who)}: ${prose(text)}`));
}

function whatToDo({ stage, findings }: StageReport): string[] {
  const open = findings.filter(counts);
  if (open.length === 0) return [];
  const count = (remedy: Finding["remedy"]) => open.filter((each) => each.remedy === remedy).length;
  const [heal, prune, person] = [count("heal"), count("prune"), count("person")];
  const ways = [
    ...(heal > 0
      ? [`\`make heal STAGE=${stage}\` puts ${heal} of these right, as \`make up\` would, and nothing else.`]
      : []),
    ...(prune > 0
      ? [`\`make heal STAGE=${stage} PRUNE=1\` also removes ${prune} that nobody declared.`]
      : []),
    ...(person > 0 ? [`${person} of these need a person: what to do stands behind each.`] : []),
    `To keep one as it is, name its address and field in \`smallboat:drift.ignore\` of \`Pulumi.${stage}.yaml\`, with a reason.`,
  ];
  return ["**What to do**", listed(ways)];
}

/** Folded lists of what is no drift: ignored findings, mere notices, and rules that match nothing. */
function asides({ findings, idleRules }: StageReport): string[] {
  const until = (day: string | undefined) => (day === undefined ? "" : `, until ${prose(day)}`);
  const ignored = findings.flatMap(({ address, text, ignored }) =>
    ignored ? [`${code(address)}: ${prose(text)}; ${prose(ignored.reason)}${until(ignored.until)}`] : [],
  );
  const reported = findings.filter(({ sync, ignored }) => sync === "reported" && !ignored);
  const idle = idleRules.map(
    ({ address, field, why, until: day }) =>
      `${code(address)} ${code(field)}: ${why === "expired" ? `over since ${prose(day ?? "")}, so it counts again` : "there is no such thing; remove the rule"}`,
  );
  return [
    ...folded(`${ignored.length} ignored by a rule`, ignored),
    ...folded(
      `${reported.length} noticed, but no drift`,
      reported.map((each) => line(each, undefined)),
    ),
    ...folded(`${idle.length} rules to ignore without effect`, idle),
  ];
}

function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [details(summary, listed(lines.slice(0, shownFindings)))] : [];
}

function footer({ at, job }: IssueMark): string {
  const from = job === undefined ? "" : ` by [a job](${encodeURI(job)})`;
  return `Written at ${minute(at)}${from}. It is written again when something changes, so what people write here is lost; comments stay.`;
}

function listed(lines: readonly string[]): string {
  return lines.map((each) => `- ${each}`).join("\n");
}

/** `2026-11-26 05:00 UTC` */
function minute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
