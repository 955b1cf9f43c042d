/** gitlab-ci-local puts what it is given into lines of a shell. What is said here means nothing there. */

/** A pattern of paths, with `?` for each character that a shell might read: the runner chooses files once more. */
export function shellPattern(path: string): string {
  return path.replaceAll(/[^\p{L}\p{N}_./@%+=:,*?[\]{}^!-]/gu, "?");
}

/** @throws Error for what docker would not take for the name of an image */
export function checkImage(name: string): void {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.\-/:@+]*$/u.test(name))
    throw new Error(`invalid reference format: ${name}`);
}

/** @throws Error for what is no alias, user or platform */
export function checkWord(what: string, word: string): void {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.\-/:]*$/u.test(word)) throw new Error(`invalid ${what}: ${word}`);
}
