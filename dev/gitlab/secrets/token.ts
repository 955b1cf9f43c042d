import { createHash, randomBytes } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A new secret with GitLab's prefix for its kind: `glpat-`, `gldt-`, `glrt-`, `glcbt-`. */
export function newToken(prefix: string, length = 20): string {
  return prefix + Array.from(randomBytes(length), (byte) => letters[byte % 64]).join("");
}

/** The stored digest of a token. */
export function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
