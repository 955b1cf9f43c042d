import { invalid } from "../http/errors.ts";

const reserved = new Set(["-", "api", "admin", "groups", "users", "projects", "explore", "help", "search"]);

/** A path from a name, as GitLab makes it: `My Tool` becomes `my-tool`. */
export function pathFrom(name: string): string {
  const ascii = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");
  return ascii
    .trim()
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .toLowerCase();
}

/** GitLab's message for an invalid name. */
export function nameFaults(name: string): string[] {
  if (name.trim() === "") return ["can't be blank"];
  if (name.length > 255) return ["is too long (maximum is 255 characters)"];
  if (!/^[\p{L}\p{N}\p{So}_]/u.test(name) || !/^[\p{L}\p{N}\p{So}_. +()-]*$/u.test(name)) {
    return [
      "can contain only letters, digits, emoji, '_', '.', '+', dashes, or spaces. " +
        "It must start with a letter, digit, emoji, or '_'.",
    ];
  }
  return [];
}

/** GitLab's message for an invalid path. */
export function pathFaults(path: string): string[] {
  if (path === "") return ["can't be blank"];
  if (path.length > 255) return ["is too long (maximum is 255 characters)"];
  if (reserved.has(path.toLowerCase())) return [`${path} is a reserved name`];
  if (
    !/^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(path) ||
    /[-.]$|\.(git|atom)$/.test(path) ||
    /[._-]{2}/.test(path)
  ) {
    return [
      "can contain only letters, digits, '_', '-' and '.'. " +
        "Cannot start with '-', end in '.git' or end in '.atom'.",
    ];
  }
  return [];
}

/** Fails if there is a message for any attribute. */
export function refuseFaults(faults: Readonly<Record<string, readonly string[]>>): void {
  const found = Object.entries(faults).filter(([, texts]) => texts.length > 0);
  if (found.length > 0) throw invalid(Object.fromEntries(found));
}
