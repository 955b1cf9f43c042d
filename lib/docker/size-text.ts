/** Bytes as people read them, such as `512 MB` or `16.8 GB`. */
export function sizeText(count: number): string {
  const [unit, size] = units.find(([, size]) => count >= size) ?? ["B", 1];
  const amount = count / size;
  return `${amount < 100 && size > 1 ? trimmed(amount) : Math.round(amount)} ${unit}`;
}

const units: readonly (readonly [unit: string, size: number])[] = [
  ["TB", 1e12],
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
];

function trimmed(amount: number): string {
  return amount.toFixed(1).replace(/\.0$/, "");
}
