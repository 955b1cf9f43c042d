/** Stands in for `lib/docker/registry.ts`: no engine is asked. */
export async function currentDigest(_engine: unknown, reference: string, login?: object): Promise<string> {
  return `digest of ${reference}${login ? ` for ${JSON.stringify(login)}` : ""}`;
}
