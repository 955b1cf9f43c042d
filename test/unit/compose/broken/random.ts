/** Choices that are the same in every run. */
export interface Random {
  /** A whole number from 0, and less than this. */
  below(count: number): number;
  pick<T>(items: readonly T[]): T;
}

export function randomFrom(seed: number): Random {
  let state = seed;
  const below = (count: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * count);
  };
  return { below, pick: (items) => items[below(items.length)] as never };
}
