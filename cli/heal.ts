/**
 * Puts right what is no longer as the last run recorded it: exactly what `make drift` finds, with a run of the program that may
 * change nothing else. STACK=<host>/<stack> heals only what belongs to one stack, the registry, a project … PRUNE=1 also
 * removes extra containers, networks and volumes that carry the stage's label or the name of one of its compose projects.
 * Ends with 0 if nothing is left, 2 if something is left, and 1 if a run failed or was refused.
 */

import { refuse } from "../lib/problems/index.ts";
import { type Finding, reportLines, type StageReport, verdict } from "../lib/status/index.ts";
import { healStage } from "./heal/heal.ts";
import { pruneExtras } from "./heal/prune.ts";
import { recoverStage } from "./stage/interruption.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { lookAtStage } from "./status/look.ts";

await runOnStage(async (stage) => {
  requireStage(stage);
  await recoverStage(stage);
  const before = partOf(await lookAtStage(stage));
  const healing = await healStage(stage, before);
  const pruned = await pruneExtras(stage, process.env.PRUNE === "1" ? before.findings : []);
  for (const line of [...healing.lines, ...pruned.lines]) console.log(line);
  const report = partOf(pruned.lines.length > 0 ? await lookAtStage(stage) : healing.report);
  for (const line of reportLines(report)) console.log(line);
  const faults = [...healing.faults, ...pruned.faults, ...report.unanswered.map(({ text }) => text)];
  for (const fault of faults) console.error(fault);
  return faults.length > 0 || healing.hasFailed ? 1 : verdict(report);
});

/** The part of a report that STACK names. @throws ProblemError if the stage has no such place */
function partOf(report: StageReport): StageReport {
  const { STACK: stack } = process.env;
  if (!stack) return report;
  const { things, findings, unanswered } = report;
  const places = [...new Set([...things, ...findings].map(({ place }) => place))].sort();
  const expected = `one of ${places.join(", ")}`;
  if (!places.includes(stack))
    refuse([{ path: "STACK", expected, found: stack, remedy: "correct it, or leave it out" }]);
  const isOfStack = ({ place }: Pick<Finding, "place">) => place === stack;
  const hosts = new Set(things.filter(isOfStack).map(({ host = "gitlab" }) => host));
  return {
    ...report,
    things: things.filter(isOfStack),
    findings: findings.filter(isOfStack),
    unanswered: unanswered.filter(({ who }) => hosts.has(who)),
    idleRules: [],
  };
}
