import type { Timings } from "./timings.ts";

/** A step, as far as forecasts go. */
export interface Estimated {
  readonly name: string;
  /** How long it is expected to take on two idle cores from nothing. */
  readonly seconds: number;
}

export interface Forecast {
  readonly seconds: number;
  /** Whether the step ran here before. */
  readonly remembered: boolean;
}

/** Times of shorter steps say little about a machine. */
const telling = 10;

/** How many times longer than estimated the steps took on this machine: the median; 1 where none ran. */
export function slowness(steps: readonly Estimated[], timings: Timings): number {
  const ratios = steps
    .flatMap(({ name, seconds }) => (seconds < telling ? [] : [(timings[name] ?? Number.NaN) / seconds]))
    .filter((ratio) => !Number.isNaN(ratio))
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}

/** What the step took last time; where it never ran, its estimate, corrected by what other steps took here. */
export function forecast(step: Estimated, steps: readonly Estimated[], timings: Timings): Forecast {
  const last = timings[step.name];
  if (last !== undefined) return { seconds: last, remembered: true };
  return { seconds: step.seconds * slowness(steps, timings), remembered: false };
}
