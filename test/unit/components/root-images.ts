/** Stands in for `engine/images.ts`: no engine is asked, and all images start as root. */
export async function inspectImage(_engine: unknown, image: string): Promise<object> {
  return { id: image, labels: {}, entrypoint: [], volumes: [], user: "" };
}
