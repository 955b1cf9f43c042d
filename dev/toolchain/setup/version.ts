/** The numbers of `v3.255.0`, `go1.26.8`, `3.256.0-alpha.1`. Undefined if there are none. */
export function versionNumbers(text: string): readonly number[] | undefined {
  return text
    .match(/\d+(\.\d+)+/)?.[0]
    .split(".")
    .map(Number);
}

/** True if the version in the text `found` is `wanted` or newer. */
export function isAtLeast(found: string, wanted: string): boolean {
  const have = versionNumbers(found);
  const want = versionNumbers(wanted);
  if (!have || !want) return false;
  for (const [index, number] of want.entries()) {
    const other = have[index] ?? 0;
    if (other !== number) return other > number;
  }
  return true;
}
