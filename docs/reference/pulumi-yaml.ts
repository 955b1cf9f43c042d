import { schema } from "../../lib/settings/schema.ts";
import { type Description, describe } from "./description.ts";

const width = 110;

/** Pulumi.yaml with its description of the configuration, which is its last part, written from the schema. */
export function withConfiguration(file: string): string {
  const [head] = file.split("\nconfig:\n");
  const { properties = {}, required = [] } = describe(schema);
  const entries = Object.entries(properties).flatMap(([key, section]) => [
    `  smallboat:${key}:`,
    ...typeLines(section),
    "    description: >-",
    ...folded(section.description ?? "", "      "),
    ...(required.includes(key)
      ? []
      : [`    default: ${JSON.stringify(defaultOf(section)).replaceAll('"', "")}`]),
  ]);
  return `${head}\nconfig:\n${entries.join("\n")}\n`;
}

/** An object that is absent is an empty one to Pulumi. */
function defaultOf({ default: value = {} }: Description): unknown {
  return value;
}

function typeLines(section: Description): string[] {
  const value = defaultOf(section);
  if (Array.isArray(value)) return ["    type: array", `    items: { type: ${section.items?.type} }`];
  return [`    type: ${typeof value}`];
}

function folded(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}
