/** Parses a JSON object. Undefined if the text is damaged or is something else. */
export function jsonObject<Content extends object>(text: string): Partial<Content> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Partial<Content>) : undefined;
  } catch {
    return undefined;
  }
}
