import type { ContenderName, Phase } from "./contender.ts";
import { large, remote, type Scenario, small } from "./scenario.ts";
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

const comparisons: readonly Comparison[] = [
  { name: "up20/compose", above: own("up", small), below: [of("compose", "up", small)], goal: 0.9 },
  { name: "up20/compose16", above: own("up", small), below: [of("compose 16 at a time", "up", small)] },
  { name: "up20/terraform", above: own("up", small), below: tofu("up", small), goal: 1 },
  { name: "up20/raw", above: own("up", small), below: [of("raw API 16 at a time", "up", small)] },
  {
    name: "noop20/empty",
    above: own("unchanged", small),
    below: [of("empty program", "unchanged", small)],
    goal: 1.8,
  },
  { name: "drift20/terraform", above: own("drift", small), below: tofu("drift", small), goal: 1 },
  { name: "destroy20/terraform", above: own("destroy", small), below: tofu("destroy", small) },
  { name: "up100/up20", above: own("up", large), below: [own("up", small)], goal: 5.2 },
  { name: "up100/compose", above: own("up", large), below: [of("compose", "up", large)] },
  { name: "up100/terraform", above: own("up", large), below: tofu("up", large) },
  { name: "up100ssh/compose", above: own("up", remote), below: [of("compose", "up", remote)] },
  { name: "up100ssh/terraform", above: own("up", remote), below: tofu("up", remote) },
  {
    name: "noop100ssh/compose",
    above: own("unchanged", remote),
    below: [of("compose", "unchanged", remote)],
  },
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
