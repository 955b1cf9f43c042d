const seconds: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  wk: 604_800,
  week: 604_800,
  mo: 2_592_000,
  mos: 2_592_000,
  month: 2_592_000,
  y: 31_557_600,
  yr: 31_557_600,
  year: 31_557_600,
};

/** "1 week", "3h 20min", "2 hrs and 5 mins", "42" in seconds; undefined for what is no duration. */
export function durationSeconds(text: string | number): number | undefined {
  const plain = String(text).trim().toLowerCase();
  if (/^\d+$/.test(plain)) return Number(plain);
  const part = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;
  if (plain === "" || plain.replaceAll(part, "").replaceAll(/\band\b|[\s,]/g, "") !== "") return undefined;
  let total = 0;
  for (const [, amount, unit = ""] of plain.matchAll(part)) {
    const size = seconds[unit] ?? seconds[unit.replace(/s$/, "")];
    if (size === undefined) return undefined;
    total += Number(amount) * size;
  }
  return Math.round(total);
}
