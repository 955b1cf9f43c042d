import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { absentHostPaths } from "../../../lib/plan/absent-paths.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { loaded, settings } from "./stage.ts";

let dir: string;
let engine: Server;
/** What the engine says of itself. */
let info: object;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "smallboat-absent-"));
  info = { Name: hostname(), DockerRootDir: dir };
  engine = createServer((_, response) => response.end(JSON.stringify(info)));
  await new Promise<void>((resolve) => engine.listen(join(dir, "docker.sock"), resolve));
});
afterEach(() => {
  engine.close();
  rmSync(dir, { recursive: true });
});

const make = "make it, or correct the path";
const empty = "make it, or Docker makes an empty folder there that belongs to root";
const stack = [
  "services:",
  "  a:",
  "    image: x",
  "    volumes:",
  "      - ./app.conf:/app.conf",
  "      - ./data:/data",
  "      - /nonexistent/data:/far",
  "    devices: [/dev/nonexistent]",
  "",
].join("\n");
const at = (place: string) => `stacks/Local/web/compose.yaml:${place}`;

function stage() {
  const checked = settings({ hosts: { Local: { engine: `unix://${join(dir, "docker.sock")}` } } });
  return { checked, ...loaded({ "stacks/Local/web/compose.yaml": stack }, checked) };
}

test("of a stack's own folder, files are missed and folders are warned of", () => {
  const { lines, warnings } = stage();
  expect({ lines, warnings }).toEqual({
    lines: [`${at("5:9")}: expected a file at ./app.conf, found nothing; ${make}`],
    warnings: [`${at("6:9")}: expected a file or folder at ./data, found nothing; ${empty}`],
  });
});

test("of a machine, where its files can be seen", async () => {
  const { checked, stacks } = stage();
  const { problems, warnings } = await absentHostPaths(checked, stacks);
  expect({ problems: problems.map(problemLine), warnings }).toEqual({
    problems: [`${at("8:15")}: expected a file or folder at /dev/nonexistent, found nothing; ${make}`],
    warnings: [`${at("7:9")}: expected a file or folder at /nonexistent/data, found nothing; ${empty}`],
  });
});

test.each<[string, object]>([
  ["another name", { Name: "another" }],
  ["its files elsewhere", { DockerRootDir: "/nonexistent" }],
])("nothing is said of an engine with %s", async (_, other) => {
  info = { ...info, ...other };
  const { checked, stacks } = stage();
  expect(await absentHostPaths(checked, stacks)).toEqual({ problems: [], warnings: [] });
});

test("nothing is said where nobody answers", async () => {
  const { checked, stacks } = stage();
  engine.close();
  expect(await absentHostPaths(checked, stacks)).toEqual({ problems: [], warnings: [] });
});
