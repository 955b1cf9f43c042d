import type { ContenderName, Phase } from "./contender.ts";
import { huge, large, remote, type Scenario, small } from "./scenario.ts";
import { fastest, type Measured, medianSeconds, pairedRatio, type Sample } from "./statistics.ts";

/** One figure of the report: how long smallboat takes, compared with the fastest of some others. */
interface Comparison {
  readonly name: string;
  readonly above: Measured;
  readonly below: readonly Measured[];
  /** The highest value that is good enough. */
  readonly goal?: number;
}

export interface Ratio {
  readonly name: string;
  readonly value: number;
  /** Whose time it was divided by. */
  readonly against: ContenderName;
  readonly goal?: number;
}

const of = (contender: ContenderName, phase: Phase, { name }: Scenario): Measured => ({
  contender,
  phase,
  scenario: name,
});
const own = (phase: Phase, scenario: Scenario) => of("smallboat", phase, scenario);
const tofu = (phase: Phase, scenario: Scenario) => [
  of("tofu", phase, scenario),
  of("tofu -parallelism=64", phase, scenario),
];

const compose = (phase: Phase, scenario: Scenario) => [of("compose", phase, scenario)];
const compose16 = (phase: Phase, scenario: Scenario) => [of("compose 16 at a time", phase, scenario)];
const tofu64 = (phase: Phase, scenario: Scenario) => [of("tofu -parallelism=64", phase, scenario)];
const raw = (phase: Phase, scenario: Scenario) => [of("raw API 16 at a time", phase, scenario)];

const words: Readonly<Record<Phase, string>> = {
  up: "up",
  unchanged: "noop",
  drift: "drift",
  destroy: "destroy",
};

/** How long smallboat takes for a phase, compared with a peer. */
function against(
  peer: string,
  sides: (phase: Phase, scenario: Scenario) => readonly Measured[],
  phase: Phase,
  scenario: Scenario,
  goal?: number,
): Comparison {
  const name = `${words[phase]}${scenario.name}/${peer}`;
  return {
    name,
    above: own(phase, scenario),
    below: sides(phase, scenario),
    ...(goal !== undefined && { goal }),
  };
}

const comparisons: readonly Comparison[] = [
  against("compose", compose, "up", small, 0.95),
  against("compose16", compose16, "up", small),
  against("terraform", tofu, "up", small),
  against("terraform64", tofu64, "up", small, 1),
  against("raw", raw, "up", small),
  against("empty", (phase, scenario) => [of("empty program", phase, scenario)], "unchanged", small, 2),
  against("compose", compose, "unchanged", small),
  against("terraform", tofu, "unchanged", small),
  against("terraform", tofu, "drift", small, 0.6),
  against("compose", compose, "destroy", small),
  against("terraform", tofu, "destroy", small),
  against("raw", raw, "destroy", small),
  { name: "up100/up20", above: own("up", large), below: [own("up", small)], goal: 5.2 },
  against("compose", compose, "up", large),
  against("compose16", compose16, "up", large),
  against("terraform", tofu, "up", large),
  against("raw", raw, "up", large),
  against("compose", compose, "unchanged", large),
  against("terraform", tofu, "unchanged", large, 1),
  against("terraform", tofu, "drift", large, 0.6),
  against("terraform", tofu, "destroy", large),
  { name: "up400/up100", above: own("up", huge), below: [own("up", large)] },
  against("compose16", compose16, "up", huge),
  against("terraform", tofu, "up", huge),
  against("terraform", tofu, "unchanged", huge),
  against("terraform", tofu, "drift", huge),
  against("compose", compose, "up", remote),
  against("terraform", tofu, "up", remote),
  against("compose", compose, "unchanged", remote),
  against("terraform", tofu, "drift", remote),
];

/** Every comparison of which both sides were measured. */
export function ratiosOf(samples: readonly Sample[]): Ratio[] {
  return comparisons.flatMap(({ name, above, below, ...goal }) => {
    const peer = fastest(samples, below);
    const value = peer && pairedRatio(samples, above, peer);
    return value ? [{ name, value: rounded(value), against: peer.contender, ...goal }] : [];
  });
}

export type Seconds = Partial<Record<ContenderName, Record<string, number>>>;

/** Medians by contender, then by phase and scenario, such as `up20`. */
export function secondsOf(samples: readonly Sample[]): Seconds {
  const table: Seconds = {};
  for (const sample of samples) {
    const seconds = rounded(medianSeconds(samples, sample) ?? sample.seconds);
    table[sample.contender] = { ...table[sample.contender], [`${sample.phase}${sample.scenario}`]: seconds };
  }
  return table;
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
