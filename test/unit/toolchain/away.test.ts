import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findGo } from "../../../dev/toolchain/setup/go.ts";
import { runSteps, type Step } from "../../../dev/toolchain/setup/step.ts";
import { linesOf, Terminal } from "./terminal.ts";

let folder: string;
let server: Server;
/** Status codes of the next answers; then the module is served. */
let answers: number[];
const go = findGo() ?? "go";

/** A Go proxy with one module, example.com/b v1.2.3. */
beforeEach(async () => {
  answers = [];
  folder = mkdtempSync(join(tmpdir(), "away-"));
  const zip = join(folder, "b.zip");
  const script = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], "w")
z.writestr("example.com/b@v1.2.3/go.mod", "module example.com/b\\n")
z.writestr("example.com/b@v1.2.3/b.go", "package b\\n")
z.close()`;
  execFileSync("python3", ["-c", script, zip]);
  const files: Record<string, string | Buffer> = {
    "/example.com/b/@v/v1.2.3.mod": "module example.com/b\n",
    "/example.com/b/@v/v1.2.3.info": '{"Version": "v1.2.3"}',
    "/example.com/b/@v/v1.2.3.zip": readFileSync(zip),
  };
  server = createServer((request, response) => {
    const status = answers.shift();
    const file = files[request.url ?? ""];
    if (status !== undefined || file === undefined) response.writeHead(status ?? 404).end("no");
    else response.end(file);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  mkdirSync(join(folder, "a"));
  writeFileSync(join(folder, "a/go.mod"), "module a\n\ngo 1.24\n\nrequire example.com/b v1.2.3\n");
  writeFileSync(join(folder, "a/a.go"), 'package a\n\nimport _ "example.com/b"\n');
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  execFileSync("chmod", ["-R", "u+w", folder]);
  rmSync(folder, { recursive: true });
});

const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A step that has Go fetch the module, and one before it that stays done. */
async function fetchModule(pauses: readonly number[]) {
  const env = {
    GOPROXY: `http://${host()}`,
    GOFLAGS: "-mod=mod",
    GONOSUMDB: "*",
    GOMODCACHE: join(folder, "modules"),
    GOCACHE: join(folder, "cache"),
    GOTOOLCHAIN: "local",
  };
  const built = join(folder, "built");
  const steps: Step[] = [
    { name: "before", seconds: 0, done: () => existsSync(built), run: async () => writeFileSync(built, "") },
    {
      name: "modules",
      seconds: 0,
      done: () => false,
      run: ({ run }) =>
        run(go, ["list", "-deps", "."], { cwd: join(folder, "a"), env, fetches: true, pauses }),
    },
  ];
  const out = new Terminal();
  const complete = await runSteps(steps, { stateDir: folder, cacheDir: folder, out });
  out.text = out.text.replaceAll(host(), "HOST");
  return {
    complete,
    lines: linesOf(out).filter((line) => !line.includes("left in all")),
    built: existsSync(built),
  };
}

test("a package registry that is away for a while is asked again", async () => {
  answers = [503, 503];
  expect(await fetchModule([0.05, 0.05, 0.05, 0.05])).toEqual({
    complete: true,
    lines: [
      "[1/2] before: done in _:__",
      "[2/2] modules: done in _:__",
      "Set-up complete: 2 of 2 steps in _:__.",
    ],
    built: true,
  });
});

test.each<[string, number, string]>([
  ["stays away", 503, "HOST does not answer: check network and proxy"],
  [
    "refuses a module",
    403,
    "the package registry refuses example.com/b@v1.2.3: check the registry that this machine uses",
  ],
])(
  "a package registry that %s is reported in one sentence, and finished parts stay",
  async (_, status, text) => {
    answers = Array(50).fill(status);
    expect(await fetchModule([0.05])).toEqual({
      complete: false,
      lines: [
        "[1/2] before: done in _:__",
        "[2/2] modules: failed after _:__",
        `modules: ${text}.`,
        expect.stringMatching(/^The whole log is in .*modules\.log; the next run goes on from here\.$/),
      ],
      built: true,
    });
  },
);
