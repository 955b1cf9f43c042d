import { bomb } from "./bombs.ts";
import type { Random } from "./random.ts";

/** Files of a stack that replace those of a whole one. */
export type Broken = Readonly<Record<string, string | Uint8Array>>;

/** Breaks the text of a compose file. */
type Break = (text: string, random: Random) => Broken;

const WRONG = ["5", "[[1]]", "{a: {b: c}}", "true", "[{a: b}]", "2020-01-01", "!!int x", "*nothing"];
/** Keys whose values can be none of those. */
const TYPED =
  /^(\s+)(image|ports|volumes|environment|networks|deploy|depends_on|healthcheck|services|build):/;

/** The ways in which files are broken, by name. What some of them make may still be whole. */
export const KINDS: Readonly<Record<string, Break>> = {
  truncated: (text, { below }) => ({ "compose.yaml": text.slice(0, 1 + below(text.length - 1)) }),
  "wrong type": (text, { pick }) =>
    onLine(text, pick, TYPED, (line) => [line.replace(/:.*/, `: ${pick(WRONG)}`)]),
  "unknown key": (text, { pick, below }) =>
    onLine(text, pick, /^ *[a-z_]+:/, (line) => [
      `${/^ */.exec(line)?.[0]}${pick(["imagee", "unknown_key", "port", "service"])}${below(9)}: x`,
      line,
    ]),
  indent: (text, { pick, below }) =>
    onLine(text, pick, /^ +\S/, (line) => [below(2) === 0 ? ` ${line}` : line.replace(/^ /, "\t")]),
  "cyclic extends": (text, { below }) => cyclic(text, 1 + below(5)),
  "missing include": (text, { pick }) => ({
    "compose.yaml": `include: [${pick(["none.yaml", "../none/compose.yaml", "compose.yaml", "{path: }", "{path: [none.yaml, compose.yaml]}"])}]\n${withoutKey(text, "include")}`,
  }),
  huge: (text, { pick, below }) => ({
    "compose.yaml": pick([
      () => `${text}\n${"# a comment\n".repeat(25_000 + below(200_000))}`,
      () => `${text}\nx-long: ${"x".repeat(300_000 + below(5_000_000))}\n`,
      () =>
        `services:\n${Array.from({ length: 7_000 + below(3_000) }, (_, index) => `  s${index}: {image: x, tty: true}\n`).join("")}`,
    ])(),
  }),
  "not UTF-8": (text, { below, pick }) => {
    const bytes = Buffer.from(text);
    const cut = below(bytes.length);
    const bad = pick([[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80]]);
    return {
      "compose.yaml": Buffer.concat([
        bytes.subarray(0, cut),
        Buffer.from([...bad, 0x20]),
        bytes.subarray(cut),
      ]),
    };
  },
  bomb: (_, random) => bomb(random),
};

/** Changes one line of those that have a form. */
function onLine(
  text: string,
  pick: Random["pick"],
  form: RegExp,
  change: (line: string) => readonly string[],
): Broken {
  const lines = text.split("\n");
  const fitting = lines.flatMap((line, index) => (form.test(line) ? [index] : []));
  const chosen = pick(fitting.length > 0 ? fitting : [0]);
  return {
    "compose.yaml": lines.flatMap((line, index) => (index === chosen ? change(line) : [line])).join("\n"),
  };
}

/** Services that extend each other in a ring, from file to file. */
function cyclic(text: string, length: number): Broken {
  const file = (index: number) => (index === 0 ? "compose.yaml" : `ring${index}.yaml`);
  const ring = Array.from({ length }, (_, index): [string, string] => {
    const next = (index + 1) % length;
    const line = `  ring-${index}: {extends: {file: ${file(next)}, service: ring-${next}}}\n`;
    return [file(index), `services:\n${line}`];
  });
  const own = ring[0]?.[1] ?? "";
  const whole = /^services:\s*$/m.test(text) ? text.replace(/^services:\s*\n/m, own) : own;
  return Object.fromEntries([...ring, ["compose.yaml", whole]]);
}

function withoutKey(text: string, key: string): string {
  return text.replace(new RegExp(`^${key}:.*\\n(?:[ -].*\\n)*`, "m"), "");
}
