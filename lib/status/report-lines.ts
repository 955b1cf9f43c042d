import { byHand } from "./finding.ts";
import type { Finding, StageReport, Thing } from "./model.ts";
import { counts } from "./stage-report.ts";

/**
 * A report for people: a line for each thing that differs, below a line for a cause that they share, then what is only
 * reported, ignored, or not healthy. Who did not answer is left out.
 */
export function reportLines(report: StageReport): string[] {
  const { stage, findings, unanswered, things } = report;
  const counted = findings.filter(counts);
  const isAnyKnown = things.length === 0 || things.some(({ sync }) => sync !== "unknown");
  const same = unanswered.length > 0 ? "Every host that answers" : `Stage ${stage}`;
  const none = isAnyKnown ? [`${same} is as it was recorded.`] : [];
  return [
    ...(counted.length > 0 ? groups(counted).flatMap(groupLines) : none),
    ...findings
      .filter((each) => !counts(each) && !each.ignored)
      .flatMap((each) => linesOf([each]).map((each) => `note: ${each}`)),
    ...findings.flatMap((each) => (each.ignored ? [ignoredLine(each, each.ignored)] : [])),
    ...idleLines(report),
    ...thingLines(
      "not checked",
      things.filter(({ sync }) => sync === "not checked"),
    ),
    ...thingLines(
      "unhealthy",
      things.filter(({ health, sync }) => health === "unhealthy" && sync !== "drifted"),
    ),
  ];
}

/** Findings of the same cause on the same host, in the order of the report. */
function groups(findings: readonly Finding[]): (readonly [Finding, ...Finding[]])[] {
  const byCause = Map.groupBy(findings, ({ host = "", cause }) => `${host}\n${cause}`);
  return [...byCause.values()] as [Finding, ...Finding[]][];
}

function groupLines(group: readonly [Finding, ...Finding[]]): string[] {
  const [{ cause, host }] = group;
  const isAlone = new Set(group.map(({ address }) => address)).size === 1;
  if (cause === byHand) return linesOf(group);
  if (isAlone) return linesOf(group, ` (${cause})`);
  const where = host === undefined ? "" : ` on ${host}`;
  return [`${cause}${where}: ${summary(group)}`, ...linesOf(group).map((each) => `  ${each}`)];
}

/** Such as `7 containers stopped`. */
function summary(group: readonly [Finding, ...Finding[]]): string {
  const [{ text }] = group;
  const isOne = group.every((each) => each.text === text);
  const [, kind, rest] = /^(container|file) (.+)$/.exec(text) ?? [];
  return isOne && kind ? `${group.length} ${kind}s ${rest}` : `${group.length} findings`;
}

/** A line for each thing. @param cause follows what was found */
function linesOf(findings: readonly Finding[], cause = ""): string[] {
  const addresses = [...new Set(findings.map(({ address }) => address))];
  return addresses.map((address) => {
    const own = findings.filter((each) => each.address === address);
    return `${address}: ${[own.map(({ text }) => text).join(", ") + cause, ...advices(own)].join("; ")}`;
  });
}

/** What people have to do themselves. */
function advices(findings: readonly Finding[]): string[] {
  const all = findings.flatMap(({ remedy, advice }) => {
    if (remedy === "prune") return ['"make heal PRUNE=1" removes it'];
    return remedy === "person" && advice !== undefined ? [advice] : [];
  });
  return [...new Set(all)];
}

function line({ address, text }: Finding): string {
  return `${address}: ${text}`;
}

function ignoredLine(finding: Finding, { reason, until }: NonNullable<Finding["ignored"]>): string {
  return `ignored: ${line(finding)} (${reason}${until === undefined ? "" : `, until ${until}`})`;
}

function idleLines({ idleRules }: StageReport): string[] {
  return idleRules.map(({ address, field, why, until }) => {
    const what = why === "expired" ? `ended with ${until}, and counts again` : "matches nothing";
    return `ignore rule for ${field} of ${address}: ${what}`;
  });
}

function thingLines(word: string, things: readonly Thing[]): string[] {
  return things.flatMap(({ address, state }) =>
    state === undefined ? [] : [`${word}: ${address}, ${state}`],
  );
}
