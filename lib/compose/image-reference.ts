/** The fault of an image reference, as parts of a problem. */
export interface ReferenceFault {
  readonly expected: string;
  readonly remedy: string;
}

const alphanumeric = "[a-z0-9]+";
const component = `${alphanumeric}(?:(?:\\.|_|__|-+)${alphanumeric})*`;
const label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const domain = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const tag = "[\\w][\\w.-]{0,127}";
const digest = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const form = new RegExp(`^(?:${domain}/)?${component}(?:/${component})*(?::${tag})?(?:@${digest})?$`);

/** An engine takes 64 hexadecimal digits for an image's id. */
const bareId = /^[a-f0-9]{64}$/;
const longestName = 255;

/** The fault of a text that no engine accepts as an image reference: `[registry[:port]/]name[:tag][@digest]`. */
export function referenceFault(reference: string): ReferenceFault | undefined {
  const [name = ""] = reference.split("@");
  const repository = name.replace(/:[^:/]*$/, "");
  if (form.test(reference) && !bareId.test(reference) && repository.length <= longestName) return undefined;
  const expected = "an image as [registry/]name[:tag][@digest]";
  if (bareId.test(reference))
    return { expected, remedy: `write sha256:${reference.slice(0, 4)}…, or a name` };
  if (reference.endsWith(":")) return { expected, remedy: "add the tag; a variable may be empty" };
  const lower = repository.toLowerCase();
  if (lower !== repository && form.test(reference.replace(repository, lower)))
    return { expected: `${expected}, the name in lower case`, remedy: "write it in lower case" };
  if (/:[^/]*:/.test(name.replace(/^[^/]*\//, ""))) return { expected, remedy: "name one tag" };
  return { expected, remedy: "correct it" };
}
