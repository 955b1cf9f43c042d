import type { RuleBreach, ServiceSubject } from "./subject.ts";

export function imageTag(subject: ServiceSubject): RuleBreach[] {
  return pulled(subject).filter(({ tag, digest }) => (tag ?? "latest") === "latest" && !digest);
}

export function imageDigest(subject: ServiceSubject): RuleBreach[] {
  return pulled(subject).filter(({ digest }) => !digest);
}

interface Pulled extends RuleBreach {
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** The image that a service pulls. A built image is not checked, because its files are reviewed. */
function pulled(subject: ServiceSubject): Pulled[] {
  const { image, build } = subject.service;
  if (image === undefined || build !== undefined) return [];
  const [name = "", digest] = image.split("@");
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  return [{ path: subject.where(["image"]), found: image, tag, digest }];
}
