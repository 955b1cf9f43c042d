import type { Timings } from "./timings.ts";

/** The part of a step that forecasts need. */
export interface Estimated {
  readonly name: string;
  /** Expected seconds on two idle cores from nothing. */
  readonly seconds: number;
}

export interface Forecast {
  readonly seconds: number;
  /** True if the step ran here before. */
  readonly remembered: boolean;
}

/** Seconds. Shorter steps tell little about a machine. */
const telling = 10;

/** The median ratio of real to estimated times on this machine. 1 if no step ran here. */
export function slowness(steps: readonly Estimated[], timings: Timings): number {
  const ratios = steps
    .flatMap(({ name, seconds }) => (seconds < telling ? [] : [(timings[name] ?? Number.NaN) / seconds]))
    .filter((ratio) => !Number.isNaN(ratio))
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}

/** The step's last time. If it never ran here, its estimate times this machine's ratio. */
export function forecast(step: Estimated, steps: readonly Estimated[], timings: Timings): Forecast {
  const last = timings[step.name];
  if (last !== undefined) return { seconds: last, remembered: true };
  return { seconds: step.seconds * slowness(steps, timings), remembered: false };
}
