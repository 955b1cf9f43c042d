import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadStack, planStack } from "../../../lib/compose/index.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { DIR, type Given, LABEL, load, memoryFiles, oneService, plan } from "./support.ts";

const there = {
  "html/index.html": "page",
  "config/app.conf": "settings",
  "site1/page": "",
  "nginx.conf": "",
};

/** What is said of the paths of a stack where nothing is; `!` where it is an error. */
function said(given: Given): string[] {
  return (plan(given).absent ?? []).map(
    ({ problem, isFatal, isOfHost }) =>
      `${isFatal ? "!" : ""}${isOfHost ? "host " : ""}${problemLine(problem).replace(`${LABEL}/compose.yaml:`, "")}`,
  );
}

const ofService = (lines: string) => said({ "compose.yaml": oneService(lines), ...there });
const make = "make it, or correct the path";
const empty = "make it, or Docker makes an empty folder there that belongs to root";

describe("a bind to a missing path in the stack's folder", () => {
  test.each<[string, string, string]>([
    [
      "a misspelt path",
      "./htlm:/pages",
      "!4:15: expected a file or folder at ./htlm, found nothing; write ./html, or make ./htlm",
    ],
    [
      "a slip further up",
      "./confg/app.conf:/etc/app",
      "!4:15: expected a file at ./confg/app.conf, found nothing; write ./config/app.conf, or make ./confg/app.conf",
    ],
    [
      "a file by its name",
      "./app.yaml:/etc/app",
      `!4:15: expected a file at ./app.yaml, found nothing; ${make}`,
    ],
    [
      "a file by its target",
      "./app:/etc/app.toml",
      `!4:15: expected a file at ./app, found nothing; ${make}`,
    ],
    [
      "a Caddyfile",
      "./Caddyfile:/etc/caddy/Caddyfile",
      `!4:15: expected a file at ./Caddyfile, found nothing; ${make}`,
    ],
    [
      "what is only read",
      "./pages:/pages:ro",
      `!4:15: expected a file or folder at ./pages, because the container only reads it, found nothing; ${make}`,
    ],
    [
      "where images find pages",
      "./pages:/usr/share/nginx/html",
      `!4:15: expected a folder at ./pages, because images only read /usr/share/nginx/html, found nothing; ${make}`,
    ],
    ["data", "./data:/data", `4:15: expected a file or folder at ./data, found nothing; ${empty}`],
    [
      "data further down",
      "./var/db:/var/lib/db",
      `4:15: expected a file or folder at ./var/db, found nothing; ${empty}`,
    ],
    [
      "another number",
      "./site2:/data",
      `4:15: expected a file or folder at ./site2, found nothing; ${empty}`,
    ],
    [
      "a domain",
      "./example.com:/var/www",
      `4:15: expected a file or folder at ./example.com, found nothing; ${empty}`,
    ],
    [
      "a folder of settings",
      "./conf.d:/conf.d",
      `4:15: expected a file or folder at ./conf.d, found nothing; ${empty}; did you mean ./config?`,
    ],
    [
      "a hidden folder",
      "./home/.config:/c",
      `4:15: expected a file or folder at ./home/.config, found nothing; ${empty}`,
    ],
    ["a short name", "./db:/db", `4:15: expected a file or folder at ./db, found nothing; ${empty}`],
    [
      "a socket that is still to be made",
      "./run/app.sock:/run/app.sock",
      `4:15: expected a file or folder at ./run/app.sock, found nothing; ${empty}`,
    ],
  ])("%s", (_, bind, want) => expect(ofService(`volumes: ['${bind}']`)).toEqual([want]));

  test.each<[string, string]>([
    ["one that is there", "volumes: ['./html:/html:ro', './nginx.conf:/c']"],
    ["a volume", "volumes: [/data]"],
  ])("there is no problem for %s", (_, lines) => expect(ofService(lines)).toEqual([]));

  test("a folder that another service fills may be mounted read-only, and is reported once", () => {
    const text =
      "services:\n  app: {image: x, volumes: ['./static:/static']}\n" +
      "  web: {image: x, volumes: ['./static/pages:/srv:ro', './static:/all:ro']}\n";
    expect(said({ "compose.yaml": text })).toEqual([
      `2:29: expected a file or folder at ./static, found nothing; ${empty}`,
      `3:29: expected a file or folder at ./static/pages, found nothing; ${empty}`,
    ]);
  });

  test("a name that the file uses elsewhere is not suggested", () => {
    expect(ofService("volumes: ['./htlm:/data', './html:/srv']")).toEqual([
      `4:15: expected a file or folder at ./htlm, found nothing; ${empty}; did you mean ./html?`,
    ]);
  });
});

test("paths that Docker does not create must exist", () => {
  const text = [
    "services:",
    "  a:",
    "    image: x",
    "    volumes:",
    "      - { type: bind, source: ./data, target: /data, bind: { create_host_path: false } }",
    "      - { type: bind, source: /srv/data, target: /srv, bind: { create_host_path: false } }",
    "      - { type: bind, source: /srv/more, target: /more }",
    "      - bound:/bound",
    "    devices: [/dev/none, vendor.com/class=name]",
    "    configs: [c]",
    "    secrets: [s]",
    "configs: { c: { file: ./c.conf } }",
    "secrets: { s: { file: ./s } }",
    "volumes: { bound: { driver_opts: { type: none, o: bind, device: /srv/bound } } }",
    "",
  ].join("\n");
  expect(said(text)).toEqual([
    `!5:9: expected a file or folder at ./data, found nothing; ${make}`,
    `!host 6:9: expected a file or folder at /srv/data, found nothing; ${make}`,
    `host 7:9: expected a file or folder at /srv/more, found nothing; ${empty}`,
    `!10:15: expected a file or folder at ./c.conf, found nothing; ${make}`,
    `!11:15: expected a file or folder at ./s, found nothing; ${make}`,
    `!host 9:15: expected a file or folder at /dev/none, found nothing; ${make}`,
    `!host 14:57: expected a file or folder at /srv/bound, found nothing; ${make}`,
  ]);
});

const far = { stage: "dev", host: "far", isRemote: true };

test("files of another machine are not checked", () => {
  expect(planStack(load(oneService("volumes: ['/srv/data:/data']")), far).absent).toBe(undefined);
});

test("paths in the repository do not belong to the host, and are reported relative to the stack's folder", () => {
  const files = memoryFiles({
    "compose.yaml": oneService("volumes: ['../common/a.conf:/a', '../data:/data:ro']"),
  });
  const source = { dir: DIR, label: LABEL, values: {}, repository: "/repo" };
  const { absent } = planStack(loadStack(source, files), { stage: "dev", host: "Local" });
  expect(absent?.map(({ problem, ...facts }) => ({ found: problem.expected, ...facts }))).toEqual([
    { found: "a file at ../common/a.conf", isFatal: true, isOfHost: false },
    { found: "a file or folder at ../data", isFatal: false, isOfHost: false },
  ]);
});

test("another machine has only the sent files of the repository", () => {
  const text = oneService("volumes: ['../common/a.conf:/a:ro', './b.conf:/b:ro', '/srv/c.conf:/c']");
  const files = memoryFiles({ "compose.yaml": text, "b.conf": "" });
  const { absent } = planStack(
    loadStack({ dir: DIR, label: LABEL, values: {}, repository: "/repo" }, files),
    far,
  );
  expect(absent?.map(({ problem, ...facts }) => ({ said: problemLine(problem), ...facts }))).toEqual([
    {
      said:
        `${LABEL}/compose.yaml:4:15: expected a path below the stack's folder, or one of the other machine, ` +
        "found ../common/a.conf; move it below the stack's folder, because nothing else is copied there",
      isFatal: false,
      isOfHost: false,
    },
  ]);
});

test("a dangling link is an error, a socket is not", async () => {
  const dir = mkdtempSync(join(tmpdir(), "smallboat-absent-"));
  try {
    mkdirSync(join(dir, "web"));
    symlinkSync("gone", join(dir, "web/data"));
    symlinkSync("/dev/null", join(dir, "web/nothing"));
    const text = "services: {a: {image: x, volumes: ['./data:/data', './nothing:/nothing']}}";
    writeFileSync(join(dir, "web/compose.yaml"), text);
    const stack = loadStack({ dir: join(dir, "web"), label: LABEL, values: {} });
    const { absent = [] } = planStack(stack, { stage: "dev", host: "Local" });
    expect(absent.map(({ problem, isFatal }) => [problemLine(problem), isFatal])).toEqual([
      [
        `${LABEL}/compose.yaml:1:36: expected a link that leads somewhere at ./data, found nothing; ${make}`,
        true,
      ],
    ]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
