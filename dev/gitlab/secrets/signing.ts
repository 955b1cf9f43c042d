import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.ts";

type Place = Pick<Context, "folder">;

/** The key that signs the identity tokens of jobs. It is created at its first use, and kept. */
function signingKey({ folder }: Place): KeyObject {
  const file = join(folder, "id-tokens.pem");
  try {
    return createPrivateKey(readFileSync(file));
  } catch {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
    return privateKey;
  }
}

/** The public half, as a JSON web key. */
export function publicKey(place: Place) {
  const key = createPublicKey(signingKey(place).export({ type: "pkcs8", format: "pem" })).export({
    format: "jwk",
  });
  const kid = createHash("sha256")
    .update(JSON.stringify({ e: key.e, kty: key.kty, n: key.n }))
    .digest("base64url");
  return { ...key, kid, use: "sig", alg: "RS256" };
}

/** A JSON web token. */
export function signed(place: Place, claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = `${encode({ kid: publicKey(place).kid, typ: "JWT", alg: "RS256" })}.${encode(claims)}`;
  return `${body}.${sign("RSA-SHA256", Buffer.from(body), signingKey(place)).toString("base64url")}`;
}
