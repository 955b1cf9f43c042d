import type { ImageSource } from "./lock.ts";

const labels = {
  project: "org.opencontainers.image.source",
  commit: "org.opencontainers.image.revision",
  pipeline: "com.gitlab.ci.pipelineurl",
} as const;

/** Where an image was built, by the labels that pipelines set. Undefined if it has none of them. */
export function sourceOf(found: Readonly<Record<string, string>>): ImageSource | undefined {
  const known = Object.entries(labels).flatMap(([name, label]) => {
    const value = found[label];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
