/** Why GitLab cannot mask a value in job logs: the expected and the found form. */
export interface MaskFault {
  readonly expected: string;
  readonly found: string;
}

const plainCharacters = /^[A-Za-z0-9_+=/@:.~-]*$/;

/**
 * The fault of a value that GitLab cannot mask, by GitLab's own rules.
 * @param raw true for a raw variable, which may have all characters except blanks
 */
export function maskFault(value: string, raw: boolean): MaskFault | undefined {
  const length = [...value].length;
  if (value.includes("\n")) return { expected: "a single line", found: `${value.split("\n").length} lines` };
  if (/\s/.test(value)) return { expected: "a value without blanks", found: "one with blanks" };
  if (length < 8) return { expected: "at least 8 characters", found: `${length}` };
  if (!raw && !plainCharacters.test(value)) {
    return { expected: "letters, digits and _ + = / @ : . ~ - alone, or raw", found: "other characters" };
  }
  return undefined;
}

/** True if a variable must be raw: its value has `$`, or characters that GitLab masks only in raw variables. */
export function needsRaw(value: string, masked: boolean): boolean {
  return value.includes("$") || (masked && !plainCharacters.test(value));
}
