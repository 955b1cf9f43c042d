import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const checkout = resolve(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(checkout, path), "utf8");
const guide = globSync("docs/guide/*.md", { cwd: checkout });
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...guide,
  ...globSync("docs/decisions/*.md", { cwd: checkout }),
];
const withoutCode = (text: string) => text.replace(/```.*?```/gs, "").replace(/`[^`\n]*`/g, "");

/** The anchors that GitHub and GitLab give the headings of a page. */
function anchors(path: string): string[] {
  const headings = read(path).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test.each(pages)("every link of %s works", (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const broken = links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(checkout, target))) return true;
    return anchor !== undefined && !(target.endsWith(".md") && anchors(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

describe("the commands, scripts and files in the guide exist", () => {
  const targets = [...read("Makefile").matchAll(/^([a-z -]+):/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  test.each(["README.md", "CONTRIBUTING.md", ...guide])("%s", (page) => {
    const text = read(page);
    const typed = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);
    expect(typed(/(?:`|^|&& |"\$\()make ([a-z][a-z-]*)/gm).filter((name) => !targets.includes(name))).toEqual(
      [],
    );
    expect(typed(/npm run (?:--silent )?([\w:]+)/g).filter((name) => !scripts[name])).toEqual([]);
    expect(typed(/\bnode ([\w/.-]+\.ts)/g).filter((path) => !existsSync(join(checkout, path)))).toEqual([]);
  });
});

test("README has at most 900 words", () => {
  expect(read("README.md").split(/\s+/).length).toBeLessThanOrEqual(900);
});

test("images of the guide are small", () => {
  const images = globSync("docs/guide/images/*", { cwd: checkout });
  const large = images.filter((path) => statSync(join(checkout, path)).size > 150_000);
  expect(large).toEqual([]);
});
