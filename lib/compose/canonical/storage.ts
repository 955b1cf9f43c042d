import { posix } from "node:path";
import { withoutUndefined } from "../defined.ts";
import type { FileObject, FileReference, Mount, Volume } from "../model.ts";
import type { Node } from "../tree/node.ts";
import { absolutePath } from "./paths.ts";
import { distinct, list, object, type Reader, type Reading, shorthand, uniqueBy } from "./reader.ts";
import { anyText, bytes, flag, mapping, options, text, textOrNumber, word } from "./scalars.ts";

const long = object<Mount>(
  {
    type: word("bind", "volume", "tmpfs", "cluster", "npipe", "image"),
    source: text,
    target: anyText,
    read_only: flag(),
    consistency: text,
    bind: object<NonNullable<Mount["bind"]>>({
      selinux: word("z", "Z"),
      propagation: text,
      create_host_path: flag(),
      recursive: word("enabled", "disabled", "writable", "readonly"),
    }),
    volume: object<NonNullable<Mount["volume"]>>({
      labels: distinct(mapping),
      nocopy: flag(),
      subpath: text,
    }),
    tmpfs: object<NonNullable<Mount["tmpfs"]>>({ size: tmpfsSize, mode: fileModeNumber }),
    image: object<NonNullable<Mount["image"]>>({ subpath: text }),
  },
  ["type", "target"],
);

const mount: Reader<Mount> = (node, reading, path) => {
  const found = shorthand(long, parseMount)(node, reading, path);
  if (!found?.target)
    return found && reading.wrong(node, path, "a mount with a target", "write source:/target");
  const bind = found.type === "bind";
  if (bind && !found.source) return reading.wrong(node, path, "a bind with a source", "write ./path:/target");
  if (bind && found.source) found.source = absolutePath(found.source, sourcePlace(node), reading);
  found.target = posix.normalize(found.target).replace(/(.)\/$/, "$1");
  return found;
};

export const mounts: Reader<Mount[]> = uniqueBy(list(mount), ({ target }) => target);

function sourcePlace(node: Node): Node {
  return node.kind === "map" ? (node.entries.get("source")?.value ?? node) : node;
}

/** Parses `[source:]target[:options]`. A source that looks like a path is a bind, any other is a volume. */
function parseMount(spec: string, node: Node, reading: Reading, path: string): Mount | undefined {
  const parts = spec.match(/(?:[a-zA-Z]:[^:]*|[^:]+|(?<=:|^)(?=:|$))/g) ?? [];
  if (parts.length > 3 || parts.some((part) => part === "")) {
    return reading.wrong(node, path, "[source:]target[:options]", "write ./data:/data or name:/data:ro");
  }
  const [source, target] = parts.length === 1 ? [undefined, parts[0]] : parts;
  const flags = (parts[2] ?? "").split(",");
  const isBind = source !== undefined && /^([./~]|\\\\|[a-zA-Z]:)/.test(source);
  const propagation = flags.findLast((each) => PROPAGATIONS.has(each));
  const selinux = flags.findLast((each) => each === "z" || each === "Z");
  const nocopy = flags.includes("nocopy") || undefined;
  const bind = withoutUndefined({ selinux, propagation, create_host_path: isBind || undefined });
  return withoutUndefined({
    type: isBind ? "bind" : "volume",
    source,
    target: target ?? "",
    read_only: flags.findLast((each) => each === "ro" || each === "rw") === "ro" || undefined,
    bind: Object.keys(bind).length > 0 ? bind : undefined,
    volume: isBind && !nocopy ? undefined : withoutUndefined({ nocopy }),
  });
}

const PROPAGATIONS = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);

function tmpfsSize(node: Node, reading: Reading, path: string): string | undefined {
  const isNumber = node.kind === "scalar" && typeof node.value === "number";
  if (isNumber && !/^\d+$/.test(node.text))
    return reading.wrong(node, path, "a size from 0", "write a size such as 64m");
  return bytes(node, reading, path);
}

function fileModeNumber(node: Node, reading: Reading, path: string): number | undefined {
  const value = node.kind === "scalar" ? Number(node.text) : Number.NaN;
  return Number.isInteger(value) && value >= 0
    ? value || undefined
    : reading.wrong(node, path, "a mode", "write 0755");
}

/** A file mode as octal text, as compose prints it. A text is read as octal, and a number is used as it is. */
const fileMode: Reader<string> = (node, reading, path) => {
  if (node.kind === "scalar" && typeof node.value === "number") return `0${node.value.toString(8)}`;
  if (node.kind === "scalar" && /^[0-7]+$/.test(node.text))
    return `0${Number.parseInt(node.text, 8).toString(8)}`;
  return reading.wrong(node, path, "an octal mode", "write 0440");
};

const reference = shorthand<FileReference>(
  object<FileReference>({ source: text, target: text, uid: text, gid: text, mode: fileMode }),
  (source) => ({ source }),
);

export const references: Reader<FileReference[]> = list(reference);

export const configReferences: Reader<FileReference[]> = uniqueBy(
  references,
  ({ source, target }) => target ?? `/${source}`,
);

/** Uses of secrets. Their default target is filled in. */
export const secretReferences: Reader<FileReference[]> = (node, reading, path) =>
  uniqueBy(references, ({ source, target }) => target ?? `/run/secrets/${source}`)(node, reading, path)?.map(
    (each) => withTarget(each, reading),
  );

function withTarget(reference: FileReference, reading: Reading): FileReference {
  const complete = { ...reference, target: reference.target ?? `/run/secrets/${reference.source}` };
  const at = reading.places.get(reference);
  if (at) reading.places.set(complete, at);
  return complete;
}

const fileObjectKeys = {
  name: anyText,
  file: (node: Node, reading: Reading, path: string) => {
    const file = text(node, reading, path);
    return file && absolutePath(file, node, reading);
  },
  environment: text,
  external,
  labels: distinct(mapping),
  template_driver: text,
};

type Config = Omit<FileObject, "driver" | "driver_opts">;
type Secret = Omit<FileObject, "content">;

export const config: Reader<FileObject> = named(object<Config>({ ...fileObjectKeys, content: text }));

export const secret: Reader<FileObject> = named(
  object<Secret>({ ...fileObjectKeys, driver: text, driver_opts: options }),
);

export const volume: Reader<Volume> = (node, reading, path) => {
  const found = named(
    object<Volume>({
      name: anyText,
      driver: text,
      driver_opts: options,
      external,
      labels: distinct(mapping),
    }),
  )(node, reading, path);
  const own =
    node.kind === "map" ? [...node.entries.keys()].filter((key) => !/^(name|external|x-.*)$/.test(key)) : [];
  if (found?.external && own.length > 0)
    reading.wrong(node, path, "external without settings", `remove ${own.join(", ")}, or external`);
  const device = found?.driver_opts?.device;
  if (found?.driver === "local" && found.driver_opts?.o === "bind" && device !== undefined) {
    found.driver_opts.device = absolutePath(device, node, reading);
  }
  return found;
};

/** `external`: true, false, or the old form `{name: ...}`. */
export function external(node: Node, reading: Reading, path: string): boolean | undefined {
  return node.kind === "map" ? true : flag()(node, reading, path);
}

/** A top-level resource. Null means one without settings. `external: {name}` sets its name. */
export function named<T extends { name: string }>(reader: Reader<T>): Reader<T> {
  return (node, reading, path) => {
    if (node.kind === "scalar" && node.value === null) {
      const empty = {} as T;
      reading.places.set(empty, node.at);
      return empty;
    }
    const found = reader(node, reading, path);
    const old = node.kind === "map" ? node.entries.get("external")?.value : undefined;
    const name = old?.kind === "map" ? old.entries.get("name")?.value : undefined;
    const given = name && textOrNumber(name, reading, `${path}.external.name`);
    if (name && found?.name !== undefined && given !== undefined && found.name !== given)
      reading.wrong(name, `${path}.external.name`, `"${found.name}", as in name`, "remove it");
    if (found && name) found.name ??= given ?? "";
    return found;
  };
}
