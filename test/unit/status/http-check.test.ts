import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { httpCheckCommand, httpCheckResult } from "../../../lib/status/http-check.ts";
import { answer, answering } from "../support/answers.ts";

const folder = mkdtempSync(join(tmpdir(), "smallboat-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** This machine's programs, as those of a container. Node.js is always there. */
const programs = ["curl", "wget", "node"].flatMap((name) => {
  const places = (process.env.PATH ?? "").split(delimiter).map((place) => join(place, name));
  const file = name === "node" ? process.execPath : places.find((place) => existsSync(place));
  return file === undefined ? [] : [{ name, file }];
});

/** What the check finds in a container that has only this program. */
function check(program: { name: string; file: string } | undefined, url: string) {
  const path = join(folder, program?.name ?? "none");
  if (!existsSync(path)) {
    mkdirSync(path);
    if (program) symlinkSync(program.file, join(path, program.name));
  }
  const [, ...args] = httpCheckCommand(url);
  return new Promise<ReturnType<typeof httpCheckResult>>((resolve) => {
    execFile("/bin/sh", args, { env: { PATH: path } }, (error, stdout, stderr) =>
      resolve(httpCheckResult({ code: Number(error?.code ?? 0), output: stdout + stderr })),
    );
  });
}

describe.each(programs)("a container with $name", (program) => {
  test.each([
    [200, { health: "healthy", found: "answers" }],
    [302, { health: "healthy", found: "answers" }],
    [401, { health: "healthy", found: "answers" }],
    [404, { health: "healthy", found: "answers" }],
    [502, { health: "unhealthy", found: "HTTP 502" }],
  ])("gets the answer %i", async (status, result) => {
    const there = answer(status, "a page", status === 302 ? { location: "/" } : {});
    await using server = await answering([there, answer(200)]);
    expect(await check(program, server.address)).toEqual(result);
  });

  test("finds no process at a closed port", async () => {
    const { health, found } = await check(program, "http://127.0.0.1:1");
    expect(health).toBe("unhealthy");
    expect(found).toMatch(/refused|connect to 127\.0\.0\.1/i);
  });

  test("cannot resolve a name that does not exist", async () => {
    const { health, found } = await check(program, "http://gitlab.invalid:8929");
    expect(health).toBe("unhealthy");
    expect(found).toContain("gitlab.invalid");
  });
});

test("a container without such a program is not judged", async () => {
  expect(await check(undefined, "http://127.0.0.1:1")).toEqual({
    health: "unknown",
    found: "no curl, wget or node",
  });
});

test.each([
  ["busybox", 1, "wget: bad address 'gitlab:8929'\n", "unhealthy", "bad address 'gitlab:8929'"],
  ["busybox", 1, "wget: download timed out\n", "unhealthy", "download timed out"],
  ["busybox", 1, "wget: server returned error: HTTP/1.1 401 Unauthorized\n", "healthy", "answers"],
  ["busybox", 0, "Connecting to gitlab:8929 (172.18.0.2:8929)\n", "healthy", "answers"],
  ["no output", 139, "", "unhealthy", "exit code 139"],
] as const)("%s: exit code %i with the output %j means %s", (_, code, output, health, found) => {
  expect(httpCheckResult({ code, output })).toEqual({ health, found });
});
