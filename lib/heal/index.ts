/** Which run puts right what a report has found, and whether it may begin. */
export { type HealTimes, tooOften, withHealTime } from "./attempts.ts";
export { movedProblems } from "./moved.ts";
export { type HealableFinding, healTargets, isHealable, renewalName } from "./targets.ts";
