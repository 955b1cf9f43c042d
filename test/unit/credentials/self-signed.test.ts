import { execFileSync, spawnSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const program = fileURLToPath(new URL("../../../scripts/self-signed.ts", import.meta.url));

function made(address: string): { certificate: X509Certificate; key: string; text: string } {
  const env = { ...process.env, SMALLBOAT_ADDRESS: address };
  const output = execFileSync(process.execPath, [program], { env, encoding: "utf8" });
  const { certificate, key, ...rest } = JSON.parse(output);
  expect(rest).toEqual({});
  return { certificate: new X509Certificate(certificate), key, text: certificate };
}

test.each([
  ["10.0.0.60:5000", "IP Address:10.0.0.60"],
  ["images.example.com", "DNS:images.example.com"],
])("a certificate for %s is its own authority for ten years", (address, name) => {
  const { certificate, key } = made(address);
  const years =
    (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / (365.2425 * 86_400_000);
  expect({
    names: certificate.subjectAltName,
    isAuthority: certificate.ca,
    isItsOwn: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
    fitsKey: certificate.checkPrivateKey(createPrivateKey(key)),
    years: years.toFixed(1),
  }).toEqual({ names: name, isAuthority: true, isItsOwn: true, fitsKey: true, years: "10.0" });
});

const openssl = spawnSync("openssl", ["version"]);

test.skipIf(openssl.error)("openssl trusts it as a server certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-unit-"));
  try {
    const file = join(folder, "tls.crt");
    writeFileSync(file, made("images.example.com:5000").text);
    const verify = ["verify", "-purpose", "sslserver", "-verify_hostname", "images.example.com"];
    const { stdout, stderr } = spawnSync("openssl", [...verify, "-CAfile", file, file], { encoding: "utf8" });
    expect(stdout + stderr).toBe(`${file}: OK\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
