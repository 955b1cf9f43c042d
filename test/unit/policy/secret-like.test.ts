import { expect, test } from "vitest";
import { isSecretByName, isSecretByValue } from "../../../lib/policy/secret-like.ts";

test.each([
  ["POSTGRES_PASSWORD", "x"],
  ["PGPASSWORD", "x"],
  ["DB_PASS", "x"],
  ["MYSQL_PASSWORD_2", "x"],
  ["JWT_SECRET", "x"],
  ["SECRET_KEY_BASE", "x"],
  ["AWS_SECRET_ACCESS_KEY", "x"],
  ["apiKey", "x"],
  ["GITHUB_TOKEN", "x"],
  ["GOOGLE_CREDENTIALS", "{}"],
])("%s=%s is a secret by its name", (name, value) => {
  expect(isSecretByName(name, value)).toBe(true);
});

test.each([
  ["ALLOW_EMPTY_PASSWORD", "yes"],
  ["MAX_TOKENS", "4096"],
  ["POSTGRES_PASSWORD_FILE", "/run/secrets/db"],
  ["TLS_PRIVATE_KEY", "/etc/tls/key.pem"],
  ["AWS_ACCESS_KEY_ID", "x"],
  ["DB_PASSWORD", ""],
  ["TOKEN_URL", "https://a"],
  ["KEYBOARD", "us"],
  ["PASSENGERS", "many"],
  ["COMPASS", "north"],
  ["DEPLOY_KEY", "x"],
])("%s=%s is no secret by its name", (name, value) => {
  expect(isSecretByName(name, value)).toBe(false);
});

test.each([
  ["DATABASE_URL", "postgres://app:horse@db:5432/app"],
  ["CI", "glpat-abcdefghij1234567890"],
  ["CI", "ghp_abcdefghij1234567890abcdefghij123456"],
  ["AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["SESSION", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1"],
  ["CERT", "-----BEGIN RSA PRIVATE KEY-----\nMII\n"],
  ["SEED", "q8Zt2LmX0vR7bKfW3nYc"],
  ["SEED", "b2f1c49d0a7e8365f19c2d4b7a6e0f83"],
  ["SALT", "cThadDJMbVgwdlI3YktmVw=="],
  ["OPTIONS", "--license=k3j5h2g4f5d6s7a8p9o0 --quiet"],
])("%s=%s is a secret by its value", (name, value) => {
  expect(isSecretByValue(name, value)).toBe(true);
});

test.each([
  ["DATABASE_URL", "postgres://app@db:5432/app"],
  ["OLLAMAS", "http://10.0.0.5:11434,http://10.0.0.6:11434"],
  ["JAVA_OPTS", "-Xmx512m -XX:+UseG1GC -XX:MaxMetaspaceSize=256m"],
  ["JAVA_OPTS", "-Xmx192m -XX:+UseSerialGC -XX:MaxMetaspaceSize=64m"],
  ["DONATE_BTC_ADDRESS", "bc1qsn9x9vr9alx33687dqq9rt4cgfcldsrxz90pn4"],
  ["CLIENT", "550e8400-e29b-41d4-a716-446655440000"],
  ["GIT_COMMIT", "b2f1c49d0a7e8365f19c2d4b7a6e0f83b2f1c49d"],
  ["IMAGE_DIGEST", `sha256:${"0123456789abcdef".repeat(4)}`],
  ["HOST", "my-application-server-01.internal.example.com"],
  ["CLASS", "com.example.ApplicationServer2ConfigurationHandler"],
  ["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"],
  ["PUBLIC", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIQ8Zt2LmX0vR7bKfW3nYc"],
  ["TEXT", "The quick brown fox jumps over 13 lazy dogs"],
  ["WHEN", "2026-12-31T23:59:59.123456Z"],
])("%s=%s is no secret by its value", (name, value) => {
  expect(isSecretByValue(name, value)).toBe(false);
});
