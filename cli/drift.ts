/**
 * Compares what the state records with what runs. Prints a line for each difference, or the whole report with --json or
 * JSON=1, and a line for each host that could not be asked.
 * With --registries or REGISTRIES=1 it asks every registry for newer images, and not only those with a login.
 * With --heal or HEAL=1 it first heals the places that `smallboat:drift.heal` names, and looks again.
 * With --tell or TELL=1 it then keeps the stage's issue, calls webhooks, and tells GitLab releases that it does not know; what
 * cannot be told is a line.
 * Ends with 0 if nothing differs, 2 if something does, and 1 if a host or GitLab could not be asked.
 */
import { historyOf } from "../lib/releases/index.ts";
import { reportLines, verdict } from "../lib/status/index.ts";
import { tell } from "./drift/tell.ts";
import { healBySettings } from "./heal/heal-by-settings.ts";
import { currentRunLines } from "./stage/interruption.ts";
import { isAsked } from "./stage/is-asked.ts";
import { recordedState } from "./stage/recorded-state.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { tellReleases } from "./stage/told-releases.ts";
import { lookAtStage } from "./status/look.ts";

const isHealing = isAsked("heal");

await runOnStage(
  async (stage) => {
    requireStage(stage);
    for (const line of currentRunLines(stage)) console.error(line);
    const found = await lookAtStage(stage, { registries: isAsked("registries") ? "all" : "own" });
    const healing = isHealing ? await healBySettings(stage, found) : undefined;
    const report = healing?.report ?? found;
    const { lines: healed = [], faults = [] } = healing ?? {};
    const lines = isAsked("json") ? [JSON.stringify(report, null, 2)] : [...healed, ...reportLines(report)];
    if (lines.length > 0) console.log(lines.join("\n"));
    for (const { text } of report.unanswered) console.error(text);
    for (const fault of faults) console.error(fault);
    if (isAsked("tell")) {
      for (const line of await tell(report, [...healed, ...faults])) console.error(line);
      await tellReleases(stage, historyOf((await recordedState(stage)).deployment));
    }
    return verdict(report);
  },
  { isLook: !isHealing },
);
