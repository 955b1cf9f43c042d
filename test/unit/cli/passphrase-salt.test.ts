import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hideSaltFromGit } from "../../../cli/stage/passphrase-salt.ts";
import { workIn } from "./workplace.ts";

const salt = "encryptionsalt: v1:abc=:v1:def\n";

function git(...command: string[]): string {
  return execFileSync("git", [
    "-c",
    "user.name=Kim",
    "-c",
    "user.email=kim@example.org",
    ...command,
  ]).toString();
}

function commitFiles(): void {
  workIn({
    ".gitattributes": "Pulumi.dev.yaml filter=smallboat-salt\n",
    "Pulumi.dev.yaml": "config:\n  smallboat:a: b\n",
    "Pulumi.prod.yaml": "config:\n  smallboat:a: c\n",
  });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Begin");
}

test("the salt of dev is no change, but another stage's is", () => {
  commitFiles();
  for (const stage of ["dev", "prod"]) {
    appendFileSync(`Pulumi.${stage}.yaml`, salt);
    hideSaltFromGit(stage);
  }
  expect(git("status", "--porcelain")).toBe(" M Pulumi.prod.yaml\n");
  expect(readFileSync("Pulumi.dev.yaml", "utf8")).toBe(`config:\n  smallboat:a: b\n${salt}`);
});

test("a change beside the salt stays a change, and is not staged", () => {
  commitFiles();
  appendFileSync("Pulumi.dev.yaml", `  smallboat:d: e\n${salt}`);
  hideSaltFromGit("dev");
  expect(git("status", "--porcelain")).toBe(" M Pulumi.dev.yaml\n");
  expect(
    git("diff", "--unified=0")
      .split("\n")
      .filter((line) => /^[+-]\w|^[+-] /.test(line)),
  ).toEqual(["+  smallboat:d: e"]);
});

test("an untracked file stays untracked, and without git there is nothing to do", () => {
  commitFiles();
  appendFileSync("Pulumi.new.yaml", salt);
  hideSaltFromGit("new");
  expect(git("status", "--porcelain")).toBe("?? Pulumi.new.yaml\n");
  workIn({ "Pulumi.dev.yaml": salt });
  hideSaltFromGit("dev");
  expect(readFileSync("Pulumi.dev.yaml", "utf8")).toBe(salt);
});
