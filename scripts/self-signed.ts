import { isIP } from "node:net";
import { generate } from "selfsigned";
import { readVariables } from "./environment.ts";

/**
 * Prints `{"certificate", "key"}`: the PEM texts of a new certificate for the address in SMALLBOAT_ADDRESS. The
 * certificate is valid for ten years. It is its own authority: clients trust the certificate itself.
 */
const host = readVariables("self-signed").SMALLBOAT_ADDRESS.replace(/:\d+$/, "");
const now = new Date();
const pems = await generate([{ name: "commonName", value: host }], {
  algorithm: "sha256",
  keySize: 2048,
  notBeforeDate: now,
  notAfterDate: new Date(now.getFullYear() + 10, now.getMonth(), now.getDate()),
  extensions: [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: [isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }] },
  ],
});
process.stdout.write(JSON.stringify({ certificate: pems.cert, key: pems.private }));
