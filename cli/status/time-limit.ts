/** Milliseconds for everything that one engine is asked. */
export const patience = 20_000;

/** @throws the error if the work takes longer */
export async function orAfter<Result>(
  milliseconds: number,
  work: Promise<Result>,
  error: Error,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error), milliseconds);
  });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
