import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Encryption at rest of values that are needed in plain text later. */
export interface Seal {
  seal(text: string): string;
  open(sealed: string): string;
}

/** @param key 32 bytes; AES-256-GCM, a new nonce for each value */
export function createSeal(key: Buffer): Seal {
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return decipher.update(bytes.subarray(28), undefined, "utf8") + decipher.final("utf8");
    },
  };
}

/**
 * The key of a data folder: derived from the first root token and a salt, then kept beside the data, so that
 * another root token later does not lose the values.
 */
export function keyOf(file: string, rootToken: string): Buffer {
  if (!existsSync(file)) {
    const key = Buffer.from(hkdfSync("sha256", rootToken, randomBytes(32), "standin gitlab values", 32));
    writeFileSync(file, key, { mode: 0o600, flush: true });
  }
  const key = readFileSync(file);
  if (key.length !== 32) throw new Error(`${file}: expected 32 bytes, found ${key.length}; restore it`);
  return key;
}
