import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Problem, ProblemError } from "../problems/index.ts";

const format = "smallboat plan";
const version = 1;

interface Envelope {
  readonly format: string;
  readonly version: number;
  readonly stage: string;
  /** All three are in base64. */
  readonly salt: string;
  readonly nonce: string;
  readonly sealed: string;
}

const tagBytes = 16;

/** Encrypts data with a passphrase. A change of the text, also of its stage, makes it unreadable. */
export function seal(stage: string, data: unknown, passphrase: string): string {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", scryptSync(passphrase, salt, 32), nonce);
  cipher.setAAD(Buffer.from(stage));
  const content = Buffer.concat([cipher.update(gzipSync(JSON.stringify(data))), cipher.final()]);
  const sealed = Buffer.concat([content, cipher.getAuthTag()]);
  const [base64Salt = "", base64Nonce = "", base64Sealed = ""] = [salt, nonce, sealed].map((each) =>
    each.toString("base64"),
  );
  const envelope: Envelope = {
    ...{ format, version, stage },
    ...{ salt: base64Salt, nonce: base64Nonce, sealed: base64Sealed },
  };
  return `${JSON.stringify(envelope)}\n`;
}

/**
 * Decrypts a text that `seal` made.
 * @param path name of the file in messages
 * @throws ProblemError if the text is something else, damaged, or of another stage, version or passphrase
 */
export function unseal<Data>(path: string, text: string, stage: string, passphrase: string): Data {
  const fail = (problem: Omit<Problem, "path">) => new ProblemError([{ path, ...problem }]);
  const envelope = envelopeIn(text);
  const anew = `make a new one with: make preview STAGE=${stage} SAVE=${path}`;
  if (envelope?.format !== format) {
    throw fail({ expected: "a plan that make preview saved", found: "another file", remedy: anew });
  }
  if (envelope.version !== version) {
    const found = `one of format ${envelope.version}`;
    throw fail({ expected: `a plan of format ${version}`, found, remedy: anew });
  }
  if (envelope.stage !== stage) {
    const remedy = `name that stage, or ${anew}`;
    throw fail({ expected: `a plan of stage ${stage}`, found: `one of stage ${envelope.stage}`, remedy });
  }
  try {
    const [salt, nonce, sealed] = [envelope.salt, envelope.nonce, envelope.sealed].map((each) =>
      Buffer.from(each, "base64"),
    ) as [Buffer, Buffer, Buffer];
    const decipher = createDecipheriv("aes-256-gcm", scryptSync(passphrase, salt, 32), nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(stage));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const content = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
    return JSON.parse(gunzipSync(content).toString());
  } catch {
    const found = "a damaged one, or one of another passphrase";
    throw fail({ expected: `a whole plan of stage ${stage}`, found, remedy: anew });
  }
}

function envelopeIn(text: string): Envelope | undefined {
  try {
    const found = JSON.parse(text);
    return typeof found === "object" && found !== null ? found : undefined;
  } catch {
    return undefined;
  }
}
