import { expect, test } from "vitest";
import { causeOf } from "../../../dev/toolchain/setup/cause.ts";

const address = "http://127.0.0.1:9";

test.each([
  ["go", "compile: writing output: write $WORK/b001/_pkg_.a: no space left on device"],
  ["npm", "npm error code ENOSPC\nnpm error syscall write"],
  ["set-up itself", "ENOSPC: no space left on device, mkdtemp '/home/user/.pulumi/unfinished-XXXXXX'"],
  ["apt", "E: You don't have enough free space in /var/cache/apt/archives/."],
])("the cause is a full disk: %s", (_, output) => {
  expect(causeOf(output)).toEqual({ kind: "full", text: "the disk is full: free some space" });
});

const away = (server: string) => `${server} does not answer: check network and proxy`;

test.each([
  [
    "go, refused",
    `a.go:2:8: example.com/b@v1.2.3: Get "${address}/example.com/b/@v/v1.2.3.zip": dial tcp 127.0.0.1:9: connect: connection refused`,
    away("127.0.0.1:9"),
  ],
  [
    "go, 503",
    `a.go:2:8: example.com/b@v1.2.3: reading ${address}/example.com/b/@v/v1.2.3.zip: 503 Service Unavailable`,
    away("127.0.0.1:9"),
  ],
  [
    "npm, refused",
    `npm error code ECONNREFUSED\nnpm error FetchError: request to ${address}/left-pad failed, reason: connect ECONNREFUSED 127.0.0.1:9`,
    away("127.0.0.1:9"),
  ],
  ["npm, 503", `npm error 503 Service Unavailable - GET ${address}/left-pad`, away("127.0.0.1:9")],
  [
    "pip",
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for left-pad==1",
    away("a package server"),
  ],
  [
    "apt, no name",
    "Err:1 http://deb.debian.org/debian trixie\n  Temporary failure resolving 'deb.debian.org'",
    away("deb.debian.org"),
  ],
  [
    "apt, refused",
    "  Could not connect to 127.0.0.1:9 (127.0.0.1). - connect (111: Connection refused)",
    away("127.0.0.1"),
  ],
])("the cause is a server that does not answer: %s", (_, output, text) => {
  expect(causeOf(output)).toEqual({ kind: "away", text });
});

const refused = (what: string) =>
  `the package registry refuses ${what}: check the registry that this machine uses`;

test.each([
  [
    "go",
    `a.go:2:8: example.com/b@v1.2.3: reading ${address}/example.com/b/@v/v1.2.3.zip: 404 Not Found`,
    "example.com/b@v1.2.3",
  ],
  ["npm", `npm error code E403\nnpm error 403 403 Forbidden - GET ${address}/left-pad`, "left-pad"],
  ["pip", "ERROR: No matching distribution found for left-pad==1", "left-pad==1"],
  ["apt", "E: Unable to locate package left-pad", "left-pad"],
])("the cause is a package registry that refuses: %s", (_, output, what) => {
  expect(causeOf(output)).toEqual({ kind: "refused", text: refused(what) });
});

test("a compiler's error has no known cause", () => {
  expect(
    causeOf("main.go:3:1: syntax error: non-declaration statement outside function body"),
  ).toBeUndefined();
});
