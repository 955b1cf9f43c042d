/** True for a volume's name that Docker generated. People do not choose such names. */
export function isGeneratedName(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
