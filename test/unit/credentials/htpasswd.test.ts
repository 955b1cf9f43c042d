import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareSync, getRounds, getSalt } from "bcryptjs";
import { describe, expect, test, vi } from "vitest";
import { htpasswdLine } from "../../../lib/servers/htpasswd.ts";

vi.setConfig({ testTimeout: 60_000 });

const realm = "smallboat-dev-registry";
const line = htpasswdLine(realm, "repouser", "hunter2");

function hashOf(line: string): string {
  return line.trimEnd().split(":")[1] ?? "";
}

test("the same login has the same line in every run and release", () => {
  expect(line).toBe("repouser:$2b$10$95jOdxG4cG/M7OdmSrwgpuNRj.4Id7H9DohFWm2MRTs.fGJVxonc.\n");
});

test("it verifies only its own password", () => {
  const verifies = (password: string) => compareSync(password, hashOf(line));
  expect(["hunter2", "hunter3", ""].map(verifies)).toEqual([true, false, false]);
  expect(getRounds(hashOf(line))).toBe(10);
});

test("the salt reveals nothing about the password, and differs for each realm and user", () => {
  const salt = (...login: Parameters<typeof htpasswdLine>) => getSalt(hashOf(htpasswdLine(...login)));
  const own = salt(realm, "repouser", "hunter2");
  expect(salt(realm, "repouser", "another")).toBe(own);
  const others = [
    salt("smallboat-prod-registry", "repouser", "hunter2"),
    salt(realm, "pypiuser", "hunter2"),
    salt("smallboat-dev-registryrepouser", "", "hunter2"),
  ];
  expect(new Set([own, ...others]).size).toBe(4);
});

const htpasswd = spawnSync("htpasswd", { stdio: "ignore" });

describe.skipIf(htpasswd.error)("Apache's htpasswd", () => {
  test.each([
    ["repouser", "hunter2"],
    ["üser", "é".repeat(36)],
    ["a", 'quote"and\\slash $1'],
  ])("verifies the login of %s", (user, password) => {
    const folder = mkdtempSync(join(tmpdir(), "smallboat-unit-"));
    try {
      const file = join(folder, "htpasswd");
      writeFileSync(file, htpasswdLine(realm, user, password));
      const verify = (each: string) => spawnSync("htpasswd", ["-vb", file, user, each]).status;
      expect([verify(password), verify(`${password.slice(1)}x`)]).toEqual([0, 3]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
