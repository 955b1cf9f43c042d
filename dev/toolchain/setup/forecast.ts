import type { Timings } from "./timings.ts";

/** The part of a step that forecasts need. */
export interface Estimated {
  readonly name: string;
  /** Expected seconds on two idle cores from nothing. */
  readonly seconds: number;
  /** True if all of it may happen while earlier steps run. Default: false. */
  readonly fetchesAll?: boolean;
}

export interface Forecast {
  readonly seconds: number;
  /** True if the step ran here before. */
  readonly remembered: boolean;
}

/** A step with the seconds that are left of it. */
export type Remainder = Pick<Estimated, "seconds" | "fetchesAll">;

/** Seconds. Shorter steps tell little about a machine. */
const telling = 10;

/** Seconds after which a step's own speed tells more than its forecast. */
const learning = 60;

export interface Course {
  /** Forecast of the step, in seconds. */
  readonly expected: number;
  /** Seconds since the step began. */
  readonly elapsed: number;
  /** Part of the step that is done, from 0 to 1, if it is known. */
  readonly share?: number | undefined;
  /** The later steps, each with a forecast of what is left of it. */
  readonly later: readonly Remainder[];
}

/**
 * The forecasts of a step and of all time that is left, in seconds. After a minute this machine's speed in the step counts:
 * for the step itself, and for the later ones, which were forecast by the same measure.
 */
export function outlook({ expected, elapsed, share = 0, later }: Course): {
  readonly expected: number;
  readonly left: number;
} {
  const learned = elapsed < learning || share <= 0 ? expected : elapsed / Math.min(1, share);
  const ratio = expected < telling ? 1 : learned / expected;
  const running = { seconds: Math.max(0, learned - elapsed) };
  const others = later.map((each) => ({ ...each, seconds: each.seconds * ratio }));
  return { expected: learned, left: timeLeft([running, ...others]) };
}

/** Seconds until all steps are done. They run one after another. Beside them run those that fetch all, also one after another. */
export function timeLeft(steps: readonly Remainder[]): number {
  const ends = new Map<Remainder, number>();
  let [now, free] = [0, 0];
  for (const [index, step] of steps.entries()) {
    for (const next of steps.slice(index)) {
      if (!next.fetchesAll || ends.has(next) || free > now) continue;
      free += next.seconds;
      ends.set(next, free);
    }
    now = Math.max(now, ends.get(step) ?? now + step.seconds);
  }
  return now;
}

/**
 * The median ratio of real to estimated times on this machine. 1 if no step ran here. A step that ran beside others shared
 * the processor with them, so it does not count.
 */
export function slowness(steps: readonly Estimated[], timings: Timings): number {
  const ratios = steps
    .filter(({ seconds, fetchesAll }) => seconds >= telling && !fetchesAll)
    .map(({ name, seconds }) => (timings[name] ?? 0) / seconds)
    .filter((ratio) => ratio > 0)
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}

/** The step's last time. If it never ran here, its estimate times this machine's ratio. */
export function forecast(step: Estimated, steps: readonly Estimated[], timings: Timings): Forecast {
  const last = timings[step.name];
  if (last !== undefined) return { seconds: last, remembered: true };
  return { seconds: step.seconds * slowness(steps, timings), remembered: false };
}
