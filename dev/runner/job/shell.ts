/**
 * gitlab-ci-local writes these values into lines of a shell. The values of this file mean nothing to a shell.
 */

/**
 * A pattern of paths, with `?` for each character that a shell might read. The runner selects the exact files
 * afterwards.
 */
export function shellPattern(path: string): string {
  return path.replaceAll(/[^\p{L}\p{N}_./@%+=:,*?[\]{}^!-]/gu, "?");
}

/** @throws Error for a text that docker does not accept as the name of an image */
export function checkImage(name: string): void {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.\-/:@+]*$/u.test(name))
    throw new Error(`invalid reference format: ${name}`);
}

/** @throws Error for a text that is no alias, user or platform */
export function checkWord(what: string, word: string): void {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.\-/:]*$/u.test(word)) throw new Error(`invalid ${what}: ${word}`);
}
