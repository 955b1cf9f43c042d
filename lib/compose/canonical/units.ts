const SIZE_UNITS = ["", "k", "m", "g", "t", "p"];

/** The bytes of `1g`, `1.5 GiB`, `100kb` or a bare number. Units are powers of 1024. Undefined if it is not a size. */
export function byteCount(text: string): bigint | undefined {
  if (/^-\d+$/.test(text)) return BigInt(text);
  const [, digits, unit] = /^(\d+(?:\.\d*)?|\.\d+) ?([kmgtp]?)(?:i?b)?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const factor = 1024 ** SIZE_UNITS.indexOf((unit ?? "").toLowerCase());
  return BigInt(Math.trunc(Number(digits) * factor));
}

/** Nanoseconds by unit. */
const PERIODS: Readonly<Record<string, bigint>> = {
  w: 604_800_000_000_000n,
  d: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ns: 1n,
};

/** The nanoseconds of `1h30m`, `1.5s`, `2d` or a bare 0. Undefined if it is not a period. */
export function nanoseconds(text: string): bigint | undefined {
  if (/^[-+]?0$/.test(text)) return 0n;
  const [, sign, body] = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h|d|w))+)$/.exec(text) ?? [];
  if (body === undefined) return undefined;
  let total = 0n;
  for (const [, digits = "0", unit = "s"] of body.matchAll(/(\d+\.?\d*|\.\d+)([a-zµμ]+)/g)) {
    const [whole = "0", fraction = ""] = digits.split(".");
    const scale = PERIODS[unit] ?? 1n;
    total +=
      BigInt(whole || "0") * scale + (BigInt(fraction || "0") * scale) / 10n ** BigInt(fraction.length);
  }
  return sign === "-" ? -total : total;
}

/** A period as Go prints it: `1h0m0s`, `1m30s`, `500ms`, `1.5µs`, `0s`. */
export function goDuration(text: string): string | undefined {
  const total = nanoseconds(text);
  if (total === undefined) return undefined;
  if (total < 0n) return `-${printed(-total)}`;
  return printed(total);
}

/** The whole seconds of a Go duration, rounded down. */
export function wholeSeconds(text: string): number {
  return Number((nanoseconds(text) ?? 0n) / 1_000_000_000n);
}

function printed(total: bigint): string {
  if (total === 0n) return "0s";
  if (total < 1_000n) return `${total}ns`;
  if (total < 1_000_000n) return `${fraction(total, 1_000n)}µs`;
  if (total < 1_000_000_000n) return `${fraction(total, 1_000_000n)}ms`;
  const minutes = total / 60_000_000_000n;
  const seconds = `${fraction(total % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function fraction(value: bigint, unit: bigint): string {
  const rest = (value % unit)
    .toString()
    .padStart(unit.toString().length - 1, "0")
    .replace(/0+$/, "");
  return rest === "" ? `${value / unit}` : `${value / unit}.${rest}`;
}
