/** The time from one moment to another, both in ISO 8601, such as `5 minutes`. Clocks differ, so it is at least 0 seconds. */
export function elapsed(from: string, to: string): string {
  const seconds = Math.max((Date.parse(to) - Date.parse(from)) / 1000, 0);
  const [unit, length] = spans.find(([, length]) => seconds >= 2 * length) ?? ["second", 1];
  const count = Math.floor(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const spans: readonly (readonly [unit: string, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
