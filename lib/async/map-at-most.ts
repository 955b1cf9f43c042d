/**
 * Calls `work` for each item, for at most `most` items at the same time.
 * @returns the results, in the order of the items
 * @throws the first error of `work`. Further items are not begun then
 */
export async function mapAtMost<Item, Result>(
  most: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as Item);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  } finally {
    next = items.length;
  }
  return results;
}
