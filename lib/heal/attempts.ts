import type { Problem } from "../problems/index.ts";

/** When each place was healed lately, in ISO 8601, by the place's name. */
export type HealTimes = Readonly<Record<string, readonly string[]>>;

/** A place is healed at most so many times in so many minutes. After that a person has to look. */
const most = 5;
const minutes = 5;

/** The times, with one more for each of these places. Times that no longer count are left out. */
export function withHealTime(times: HealTimes, places: readonly string[], now: Date): HealTimes {
  const all = [...new Set([...Object.keys(times), ...places])].sort();
  const entries = all.map((place): [string, readonly string[]] => {
    const begun = places.includes(place) ? [now.toISOString()] : [];
    return [place, [...recent(times, place, now), ...begun]];
  });
  return Object.fromEntries(entries.filter(([, kept]) => kept.length > 0));
}

/** The problem of a place that was healed too often. Undefined if it may be healed again. */
export function tooOften(times: HealTimes, place: string, now: Date): Problem | undefined {
  const [first, ...others] = recent(times, place, now);
  if (first === undefined || others.length + 1 < most) return undefined;
  const again = new Date(Date.parse(first) + minutes * 60_000).toISOString();
  return {
    path: place,
    expected: `to be healed less than ${most} times in ${minutes} minutes`,
    found: `${others.length + 1} times since ${first}`,
    remedy: `find out why it does not stay as it was recorded; it is left alone until ${again}`,
  };
}

/** Times in the future were written by a machine whose clock is ahead, and count as long as others. */
function recent(times: HealTimes, place: string, now: Date): string[] {
  const isRecent = (time: string) => Math.abs(now.getTime() - Date.parse(time)) < minutes * 60_000;
  return (times[place] ?? []).filter(isRecent).sort();
}
