import type { Scalar } from "../tree/node.ts";

/**
 * The value of an unquoted YAML scalar. Compose reads YAML with go-yaml v3, which is YAML 1.2 with some rules of 1.1:
 * `0440` is octal and `1_000` is a number, but `yes` and `on` are text.
 */
export function plainScalar(text: string): Scalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  if (/^\d{4}-\d/.test(text)) return date(text) ?? text;
  return integer(digits) ?? float(text.startsWith(".") ? text : digits) ?? text;
}

/**
 * The text that Go's fmt prints for a number. A whole number of 64 bits has all its digits. Another number has no trailing
 * zeros, and has an exponent below 1e-4 and from 1e6 on.
 */
export function numberText(value: number, written: string): string {
  const whole = wholeNumber(written.replaceAll("_", ""));
  if (whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 64n) return whole.toString();
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([-+])(\d)$/, "e$10$2");
}

const WORDS = new Map<string, boolean | number | null>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
]);

const BASES: readonly (readonly [RegExp, string])[] = [
  [/^([-+]?)0[bB]([01]+)$/, "0b"],
  [/^([-+]?)0[oO]?([0-7]+)$/, "0o"],
  [/^([-+]?)0[xX]([\da-fA-F]+)$/, "0x"],
  [/^([-+]?)(0|[1-9]\d*)$/, ""],
];

function integer(text: string): number | undefined {
  const whole = wholeNumber(text);
  return whole === undefined ? undefined : Number(whole);
}

function wholeNumber(text: string): bigint | undefined {
  for (const [form, prefix] of BASES) {
    const [, sign, digits] = form.exec(text) ?? [];
    if (digits !== undefined) return BigInt(prefix + digits) * (sign === "-" ? -1n : 1n);
  }
  return undefined;
}

const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?))?$/;

/** Parses a date, with or without a time. */
function date(text: string): Date | undefined {
  const found = DATE.exec(text);
  if (!found) return undefined;
  const [, year, month, day] = found.map(Number) as [number, number, number, number];
  const [hour, minute, second] = [found[4] ?? found[9], found[5] ?? found[10], found[6] ?? found[11]].map(
    (part) => (part ?? "0").padStart(2, "0"),
  );
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days || Number(hour) > 23) return undefined;
  const two = (part: number) => String(part).padStart(2, "0");
  const at = `${found[1]}-${two(month)}-${two(day)}T${hour}:${minute}:${second}${found[7] ?? found[12] ?? ""}`;
  const result = new Date(`${at}${found[8] ?? "Z"}`);
  return Number.isNaN(result.getTime()) ? undefined : result;
}

function float(text: string): number | undefined {
  return /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}
