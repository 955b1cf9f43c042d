const seconds = new Map([
  ...["s", "sec", "second"].map((unit) => [unit, 1] as const),
  ...["m", "min", "minute"].map((unit) => [unit, 60] as const),
  ...["h", "hr", "hour"].map((unit) => [unit, 3600] as const),
  ...["d", "day"].map((unit) => [unit, 86_400] as const),
  ...["w", "wk", "week"].map((unit) => [unit, 604_800] as const),
  ...["mo", "mos", "month"].map((unit) => [unit, 2_592_000] as const),
  ...["y", "yr", "year"].map((unit) => [unit, 31_557_600] as const),
]);

/** "1 week", "3h 20min", "2 hrs and 5 mins", "42" in seconds; undefined if the text is no duration. */
export function durationSeconds(text: string | number): number | undefined {
  const plain = String(text).trim().toLowerCase();
  if (/^\d+$/.test(plain)) return Number(plain);
  const part = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;
  if (plain === "" || plain.replaceAll(part, "").replaceAll(/\band\b|[\s,]/g, "") !== "") return undefined;
  let total = 0;
  for (const [, amount, unit = ""] of plain.matchAll(part)) {
    const size = seconds.get(unit) ?? seconds.get(unit.replace(/s$/, ""));
    if (size === undefined) return undefined;
    total += Number(amount) * size;
  }
  return Math.round(total);
}
