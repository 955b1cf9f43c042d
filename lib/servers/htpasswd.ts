import { createHash } from "node:crypto";
import { encodeBase64, hashSync } from "bcryptjs";

/** True where a password is longer than the 72 bytes that bcrypt reads. */
export { truncates } from "bcryptjs";

/** 2^10 rounds, bcrypt's usual cost. */
const cost = 10;

/**
 * A line of an htpasswd file with a bcrypt hash. The salt comes from the realm and the user, so that the same login gives
 * the same line in every run. It does not come from the password, because a fast hash of it would make guessing easy.
 *
 * @param realm what the login is for, such as `smallboat-dev-registry`
 */
export function htpasswdLine(realm: string, user: string, password: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([realm, user]))
    .digest();
  const salt = `$2b$${cost}$${encodeBase64(digest, 16)}`;
  return `${user}:${hashSync(password, salt)}\n`;
}
