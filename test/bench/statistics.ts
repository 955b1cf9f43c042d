import type { ContenderName, Phase } from "./contender.ts";
import type { ScenarioName } from "./scenario.ts";

/** One measurement. */
export interface Sample {
  readonly contender: ContenderName;
  readonly scenario: ScenarioName;
  readonly round: number;
  readonly phase: Phase;
  readonly seconds: number;
}

export type Measured = Pick<Sample, "contender" | "scenario" | "phase">;

/** A turn that ended in its middle. */
export interface Failure extends Measured {
  readonly round: number;
  readonly reason: string;
}

/** The middle value, or the mean of the two in the middle; undefined where there is none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const inside = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return inside.length === 0 ? undefined : inside.reduce((sum, value) => sum + value) / inside.length;
}

export function medianSeconds(samples: readonly Sample[], what: Measured): number | undefined {
  return median(select(samples, what).map(({ seconds }) => seconds));
}

/** The median of the ratios within each round: what slows the machine for a while slows both sides. */
export function pairedRatio(
  samples: readonly Sample[],
  above: Measured,
  below: Measured,
): number | undefined {
  const partners = new Map(select(samples, below).map(({ round, seconds }) => [round, seconds]));
  const ratios = select(samples, above).flatMap(({ round, seconds }) => {
    const partner = partners.get(round);
    return partner === undefined ? [] : seconds / partner;
  });
  return median(ratios);
}

/** The side with the lowest median among those that were measured. */
export function fastest(samples: readonly Sample[], sides: readonly Measured[]): Measured | undefined {
  return sides
    .map((side) => ({ side, seconds: medianSeconds(samples, side) ?? Number.POSITIVE_INFINITY }))
    .filter(({ seconds }) => Number.isFinite(seconds))
    .sort((a, b) => a.seconds - b.seconds)[0]?.side;
}

function select(samples: readonly Sample[], { contender, scenario, phase }: Measured): Sample[] {
  return samples.filter(
    (sample) => sample.contender === contender && sample.scenario === scenario && sample.phase === phase,
  );
}
