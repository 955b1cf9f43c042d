/** The object that a text holds as JSON; undefined where it is damaged, or something else. */
export function jsonObject<Content extends object>(text: string): Partial<Content> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Partial<Content>) : undefined;
  } catch {
    return undefined;
  }
}
