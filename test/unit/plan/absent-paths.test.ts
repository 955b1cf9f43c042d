import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect } from "../../../lib/docker/client.ts";
import type { EngineInfo } from "../../../lib/docker/engine-info.ts";
import { absentHostPaths } from "../../../lib/plan/absent-paths.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { engineInfo, snapshot } from "../support/engine-facts.ts";
import { loaded } from "./stage.ts";

const dir = mkdtempSync(join(tmpdir(), "smallboat-absent-"));
afterAll(() => rmSync(dir, { recursive: true }));
const here = engineInfo({ Name: hostname(), DockerRootDir: dir });

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

/** What is said of an engine that says this of itself. */
function report(address: string, info: EngineInfo | undefined) {
  const { stacks } = loaded({ "stacks/Local/web/compose.yaml": stack });
  const { problems, warnings } = absentHostPaths([
    { engine: connect(address), stacks, answer: snapshot({ info }) },
  ]);
  return { problems: problems.map(problemLine), warnings };
}
const local = "unix:///var/run/docker.sock";

test("in a stack's own folder a missing file is an error, and a missing folder a warning", () => {
  const { lines, warnings } = loaded({ "stacks/Local/web/compose.yaml": stack });
  expect({ lines, warnings }).toEqual({
    lines: [`${at("5:9")}: expected a file at ./app.conf, found nothing; ${make}`],
    warnings: [`${at("6:9")}: expected a file or folder at ./data, found nothing; ${empty}`],
  });
});

test("paths of a machine, if its files can be read", () => {
  expect(report(local, here)).toEqual({
    problems: [`${at("8:15")}: expected a file or folder at /dev/nonexistent, found nothing; ${make}`],
    warnings: [`${at("7:9")}: expected a file or folder at /nonexistent/data, found nothing; ${empty}`],
  });
});

test.each<[string, string, EngineInfo | undefined]>([
  ["on another machine", "ssh://far", here],
  ["with another name", local, { ...here, Name: "another" }],
  ["with its files elsewhere", local, { ...here, DockerRootDir: "/nonexistent" }],
  ["that was not asked", local, undefined],
])("missing paths are not reported for an engine %s", (_, address, info) => {
  expect(report(address, info)).toEqual({ problems: [], warnings: [] });
});
