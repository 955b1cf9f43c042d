import type { Random } from "./random.ts";

type Files = Record<string, string | Uint8Array>;

const service = (lines: string) => `services:\n  a:\n    image: x\n    ${lines}\n`;

/** Small files that would take all time or memory of a reader that follows them blindly. */
export function bomb({ below, pick }: Random): Files {
  const depth = 6 + below(10);
  const width = 6 + below(6);
  const names = Array.from({ length: depth }, (_, index) => `n${index}`);
  const times = (text: string) => Array(width).fill(text).join(", ");
  const chain = (first: string, next: (before: string) => string) =>
    names.map((name, index) => `${name}: &${name} ${index === 0 ? first : next(names[index - 1] ?? "")}`);
  const last = names.at(-1);
  const doubled = (first: string) =>
    [`V0=${first}`, ...names.map((_, index) => `V${index + 1}=${`$V${index}`.repeat(width)}`)].join("\n");
  const many = 20_000 + below(20_000);
  return pick<() => Files>([
    () => ({
      "compose.yaml": `x-a:\n  ${chain("[x]", (each) => `[${times(`*${each}`)}]`).join("\n  ")}\n${service("tty: true")}`,
    }),
    () => ({
      "compose.yaml": `x-a:\n  ${chain("{k: v}", (each) => `{${names.map((_, index) => `k${index}: *${each}`).join(", ")}}`).join("\n  ")}\n${service(`labels: *${last}`)}`,
    }),
    () => ({ "compose.yaml": `x-a: &a\n  b: &b [*a]\n${service("command: *b")}` }),
    () => ({ "compose.yaml": service(`command: ${"[".repeat(many)}`) }),
    () => ({ "compose.yaml": service(`labels: ${"{a: ".repeat(many)}`) }),
    () => ({ "compose.yaml": service(`command: ${"- ".repeat(many)}x`) }),
    () => ({ "compose.yaml": service(`hostname: "${"${A:-".repeat(many)}x${"}".repeat(many)}"`) }),
    () => ({ "compose.yaml": service(`hostname: "${"${A".repeat(many)}"`) }),
    () => ({ "compose.yaml": service(`hostname: $V${depth}`), ".env": doubled("x".repeat(1000)) }),
    () => ({ "compose.yaml": service("env_file: big.env"), "big.env": doubled("x".repeat(1000)) }),
    () => ({ "compose.yaml": service("env_file: big.env"), "big.env": `A="${"x\n".repeat(many * 20)}` }),
    () => ({ "compose.yaml": service("env_file: big.env"), "big.env": `${"A=1\n".repeat(many * 10)}a line` }),
    () => ({ "compose.yaml": service(`scale: ${many}00000`) }),
    () => ({ "compose.yaml": service(`deploy: {replicas: ${many}00000}`) }),
    () => ({
      "compose.yaml": service(
        `ports: [${Array.from({ length: 200 }, (_, index) => `'${index}.0.0.1:1-65535:1-65535'`).join(", ")}]`,
      ),
    }),
    () => ({ "compose.yaml": service(`command: "${"(".repeat(many)}"`) }),
  ])();
}
