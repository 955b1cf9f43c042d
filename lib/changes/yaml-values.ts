import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar, visit } from "yaml";

/** The text that replaces a hidden value. */
export const hidden = "•••";

/** Names of secrets. */
export const secretName =
  "[\\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|credential|basicauth)[\\w.-]*";
const secretOption = new RegExp(`^--?${secretName}$`, "i");

/** Keys of compose files below which values may be secrets. */
const valueKeys = new Set(["environment", "args", "content", "dockerfile_inline"]);

/** A YAML text without the values of variables. Names and references to variables stay. */
export function withoutYamlValues(text: string): string {
  const document = parseDocument(text, { merge: true });
  // If the text cannot be parsed, all values are hidden.
  if (document.errors.length > 0) return text.replace(/([:-]\s+)\S.*$/gm, `$1${hidden}`);
  const values = new Set<Scalar>();
  const anchors = new Set<string>();
  const collect = (node: unknown): void => {
    if (isAlias(node)) anchors.add(node.source);
    else if (isScalar(node)) values.add(node);
    else if (isSeq(node)) node.items.forEach(collect);
    else if (isMap(node)) for (const { value } of node.items) collect(value);
  };
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && valueKeys.has(String(key.value))) collect(value);
    },
    // A command may have a password as a separate word.
    Seq: (_, { items }) => {
      items.forEach((item, index) => {
        const before = items[index - 1];
        if (isScalar(before) && secretOption.test(String(before.value))) collect(item);
      });
    },
  });
  // The loop also visits what it adds to the set, so references to references are found.
  for (const anchor of anchors) {
    visit(document, {
      Node: (_, node: Node & { anchor?: string }) => {
        if (node.anchor === anchor) collect(node);
      },
    });
  }
  return replaced(text, values);
}

function replaced(text: string, values: ReadonlySet<Scalar>): string {
  const ranges = [...values].flatMap(({ range }) => (range ? [[range[0], range[1]] as const] : []));
  let shown = text;
  for (const [from, to] of ranges.sort(([a], [b]) => b - a)) {
    shown = shown.slice(0, from) + withoutValue(text.slice(from, to)) + shown.slice(to);
  }
  return shown;
}

/** `NAME=•••` in a list, otherwise only the mark. Lines stay where they are. */
function withoutValue(value: string): string {
  if (value === "" || /^["']?\$\{?\w+\}?["']?$/.test(value)) return value;
  const [, name] = /^(["']?[A-Za-z_][\w.-]*)=/.exec(value) ?? [];
  return `${name === undefined ? "" : `${name}=`}${hidden}${value.endsWith("\n") ? "\n" : ""}`;
}
