/** The message of an error. A name with several addresses has an error for each, without a message of its own. */
export function reasonOf(error: Error): string {
  const all: readonly Error[] = error instanceof AggregateError ? error.errors : [error];
  return all.map(({ message }) => message).join(", ");
}
