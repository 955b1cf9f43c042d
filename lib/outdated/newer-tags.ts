/** Tags of the same form as another one that name a newer version. */
export interface NewerTags {
  /** The newest whose first number is the same. */
  readonly compatible: string | undefined;
  /** The newest of all, if it is another one. */
  readonly newest: string | undefined;
}

/**
 * The newer ones among the tags of a repository. Two tags have the same form if they differ in numbers only: `1.26-alpine` and
 * `1.27-alpine`, `prod.0.0.2` and `prod.0.0.3`, but neither `1.27` nor `1.27.1-alpine`. A number of six digits or more is
 * a date or a build, which is compared with numbers of the same length only.
 */
export function newerTags(tag: string, all: readonly string[]): NewerTags {
  const own = versionOf(tag);
  if (own.numbers.length === 0) return { compatible: undefined, newest: undefined };
  const newer = all
    .map((each) => ({ tag: each, ...versionOf(each) }))
    .filter(({ form, numbers }) => form === own.form && compare(numbers, own.numbers) > 0)
    .sort((a, b) => compare(b.numbers, a.numbers));
  const [newest] = newer;
  const compatible = newer.find(({ numbers }) => numbers[0] === own.numbers[0]);
  return { compatible: compatible?.tag, newest: newest === compatible ? undefined : newest?.tag };
}

function versionOf(tag: string): { readonly form: string; readonly numbers: readonly bigint[] } {
  const digits = tag.match(/\d+/g) ?? [];
  const form = tag.replace(/\d+/g, ({ length }) => (length < 6 ? "#" : `#${length}`));
  return { form, numbers: digits.map(BigInt) };
}

/** Less than 0 if the first version is the older one. */
function compare(one: readonly bigint[], other: readonly bigint[]): number {
  const index = one.findIndex((number, place) => number !== other[place]);
  return index === -1 ? 0 : (one[index] ?? 0n) < (other[index] ?? 0n) ? -1 : 1;
}
