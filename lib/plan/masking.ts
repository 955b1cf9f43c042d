/** Why GitLab cannot hide a value in the logs of jobs: what it wants, and what it has instead. */
export interface MaskFault {
  readonly expected: string;
  readonly found: string;
}

const plainCharacters = /^[A-Za-z0-9_+=/@:.~-]*$/;

/**
 * Whether GitLab can mask a value, by its own rules.
 * @param raw `$` means nothing in it: any characters but blanks are allowed then
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

/** Whether a value has to be raw: it holds `$`, or characters that GitLab masks in raw variables only. */
export function needsRaw(value: string, masked: boolean): boolean {
  return value.includes("$") || (masked && !plainCharacters.test(value));
}
