/** The registry of a reference that names none. */
const dockerHub = "docker.io";

/** The registry of an image, `host[:port]`. */
export function registryOf(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost" || /[A-Z]/.test(first));
  return isRegistry && first !== "index.docker.io" ? first : dockerHub;
}

/** A reference in the engine's own form: without Docker Hub's name, and with either a tag or a digest. */
export function familiarName(reference: string): string {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  const [tagged = "", digest] = short.split("@");
  const [, name = tagged, tag = "latest"] = /^(.*?)(?::([^:/]+))?$/.exec(tagged) ?? [];
  return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
}

/** An image's reference without its digest. */
export function withoutDigest(reference: string): string {
  return reference.split("@")[0] ?? reference;
}

/** A reference without tag and digest. A port is not a tag. */
export function repositoryOf(reference: string): string {
  return withoutDigest(reference).replace(/:[^:/]*$/, "");
}

/** The tag of a reference. */
export function tagOf(reference: string): string {
  return /:([^:/@]+)(?:@.*)?$/.exec(reference)?.[1] ?? "latest";
}

/** The repository of a reference in its registry: without the registry's address, tag and digest. */
export function repositoryIn(reference: string): string {
  const repository = repositoryOf(reference);
  const registry = registryOf(reference);
  return repository.startsWith(`${registry}/`) ? repository.slice(registry.length + 1) : repository;
}
