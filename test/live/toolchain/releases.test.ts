import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ReleaseSite } from "../../../dev/toolchain/setup/download.ts";
import { breaksOff, type Content, digest, hangs, Site, stalls } from "./site.ts";

const content = Buffer.alloc(3_000_000, "archive");
const release = { path: "sdk/a-v1.tar.gz", checksums: "sdk/a-checksums.txt" };
const sha256 = digest("sha256", content);
const others = `${digest("sha256", Buffer.from("other"))}  b-v1.tar.gz\n`;

vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let site: Site;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "releases-"));
  site = await new Site().open();
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

async function fetchFrom(base: string, mayLackChecksums = false) {
  const said: string[] = [];
  const file = join(folder, "a.tar.gz");
  const wanted = { ...release, mayLackChecksums };
  await new ReleaseSite(base, 1).fetch(wanted, file, (detail) => said.push(detail));
  return { arrived: readFileSync(file).equals(content), last: said.at(-1) };
}

test.each([
  ["SHA-256, as of the CLI", `${others}${sha256}  a-v1.tar.gz\n`],
  ["SHA-1 and ./, as of the plugins", `${digest("sha1", content)}  ./a-v1.tar.gz\n`],
  ["binary mode", `${sha256} *a-v1.tar.gz\n`],
])("an archive is downloaded and checked by a list of checksums: %s", async (_, list) => {
  site.files.set(release.path, content).set(release.checksums, list);
  expect(await fetchFrom(`${site.base}/`)).toEqual({ arrived: true, last: "downloading, 3 of 3 MB" });
  expect(site.asked).toEqual([release.checksums, release.path]);
});

const good = `${sha256}  a-v1.tar.gz\n`;
const busy: Content = (response) => void response.writeHead(503).end();

test.each<[string, Content | undefined, Content | undefined, string]>([
  ["no list", content, undefined, "/sdk/a-checksums.txt is not there (404)"],
  ["no archive", undefined, good, "/sdk/a-v1.tar.gz is not there (404)"],
  ["the archive is not in the list", content, others, "/sdk/a-checksums.txt has no checksum of a-v1.tar.gz"],
  [
    "a changed archive",
    Buffer.concat([content, Buffer.from("!")]),
    good,
    "/sdk/a-v1.tar.gz is damaged: its checksum is not the published one",
  ],
  ["an archive that breaks off", breaksOff(content), good, "/sdk/a-v1.tar.gz broke off"],
  ["an archive that stalls", stalls(content), good, " does not answer within 1 s"],
  ["a server that hangs", content, hangs, " does not answer within 1 s"],
  ["a server in trouble", content, busy, "/sdk/a-checksums.txt answers 503"],
])("a download is refused: %s", async (_, archive, list, reason) => {
  if (archive) site.files.set(release.path, archive);
  if (list) site.files.set(release.checksums, list);
  await expect(fetchFrom(site.base)).rejects.toThrow(new Error(`${site.base}${reason}`));
});

const forbidden: Content = (response) => void response.writeHead(403).end();

test.each([
  ["404", undefined],
  ["403, as the official site answers", forbidden],
])(
  "an archive is downloaded without a check if its list of checksums may be missing: %s",
  async (_, list) => {
    site.files.set(release.path, content);
    if (list) site.files.set(release.checksums, list);
    expect(await fetchFrom(site.base, true)).toEqual({ arrived: true, last: "downloading, 3 of 3 MB" });
  },
);

test("an optional list of checksums counts if it exists", async () => {
  site.files.set(release.path, content).set(release.checksums, good.replace(/^.{8}/, "00000000"));
  await expect(fetchFrom(site.base, true)).rejects.toThrow("is damaged");
});

test("a site that does not answer is asked once", async () => {
  site.files.set(release.checksums, hangs);
  const releases = new ReleaseSite(site.base, 1);
  const attempt = () => releases.fetch(release, join(folder, "a"), () => {});
  await expect(attempt()).rejects.toThrow("does not answer");
  const before = performance.now();
  await expect(attempt()).rejects.toThrow("does not answer");
  // Asked again it would take a second.
  expect(performance.now() - before).toBeLessThan(900);
  expect(site.asked).toEqual([release.checksums]);
});

test("a site that cannot be reached is named", async () => {
  const { base } = site;
  await site.close();
  await expect(fetchFrom(base)).rejects.toThrow(new Error(`${base} cannot be reached`));
  await site.open();
});
