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
