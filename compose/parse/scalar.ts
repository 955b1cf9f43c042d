/**
 * What an unquoted YAML scalar stands for. Compose reads YAML with go-yaml v3, which is YAML 1.2 with a few of
 * 1.1's ways: `0440` is octal, `1_000` a number, but `yes` and `on` are text.
 */
export function plainScalar(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  if (/^\d{4}-\d/.test(text)) return text;
  return integer(digits) ?? float(text.startsWith(".") ? text : digits) ?? text;
}

/** The text Go's fmt prints for a number: no trailing zeros, an exponent below 1e-4 and from 1e21 on. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-4) {
    return value.toExponential().replace(/e([-+])(\d)$/, "e$10$2");
  }
  return Number.isSafeInteger(value) || Math.abs(value) < 1e21 ? plainDigits(value) : String(value);
}

const WORDS = new Map<string, boolean | number | null>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
]);

const BASES: readonly (readonly [RegExp, number])[] = [
  [/^([-+]?)0[bB]([01]+)$/, 2],
  [/^([-+]?)0[oO]?([0-7]+)$/, 8],
  [/^([-+]?)0[xX]([\da-fA-F]+)$/, 16],
  [/^([-+]?)(0|[1-9]\d*)$/, 10],
];

function integer(text: string): number | undefined {
  for (const [form, base] of BASES) {
    const [, sign, digits] = form.exec(text) ?? [];
    if (digits === undefined) continue;
    const value = Number.parseInt(digits, base);
    return sign === "-" ? -value || 0 : value;
  }
  return undefined;
}

function float(text: string): number | undefined {
  return /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function plainDigits(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}
