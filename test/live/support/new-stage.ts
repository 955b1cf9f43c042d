import { createCipheriv, randomBytes } from "node:crypto";

/** The passphrase of every test's stage. */
export const passphrase = "sbt-passphrase-of-tests";

/** What Pulumi writes into the settings of a stage with this passphrase. */
export const encryptionsalt = "v1:jfnwQOmsAv8=:v1:PVef90//hC7PzX9W:Q6oWyfAkbqmTsz3xlkJDplflZ09+qA==";

/** What Pulumi derives from passphrase and salt in a million rounds, for each command anew. */
const key = Buffer.from("0JzfGLgkYNA3GGHigXFg/JpLdU+yx5lt9aVifKQ8Fw0=", "base64");

/** The state of a stage without resources, as `pulumi stack init` writes it. */
export function emptyState(stage: string): string {
  const state = { salt: encryptionsalt };
  const latest = { manifest: {}, secrets_providers: { type: "passphrase", state }, metadata: {} };
  return JSON.stringify({ version: 3, checkpoint: { stack: `organization/smallboat/${stage}`, latest } });
}

/** A secret setting, as `pulumi config set --secret` writes it. */
export function encrypted(value: string): { secure: string } {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(value), cipher.final(), cipher.getAuthTag()]);
  return { secure: `v1:${nonce.toString("base64")}:${text.toString("base64")}` };
}
