import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Everything in the files below a folder; links are not followed. */
export function contents(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")).join("\n");
}

/** The names of the secrets in a text, in plain text or base64. */
export function found(secrets: Readonly<Record<string, string>>, text: string): string[] {
  const isIn = (secret: string) => [secret, ...encodings(secret)].some((each) => text.includes(each));
  return Object.entries(secrets).flatMap(([name, secret]) => (isIn(secret) ? [name] : []));
}

/** The parts of a text's base64 that any longer text with it contains, for each possible offset. */
function encodings(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from("-".repeat(before) + secret).toString("base64");
    return encoded.replace(/=+$/, "").slice(before && before + 1, -1);
  });
}
