import { clock } from "../toolchain/setup/progress.ts";

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (all, { passed, failed }) => ({ passed: all.passed + passed, failed: all.failed + failed }),
    {
      passed: 0,
      failed: 0,
    },
  );
}

/** A command that failed without a failed test (a file that does not load, a stray error) counts as one. */
function withExitCode({ passed, failed }: Count, code: number): Count {
  return { passed, failed: Math.max(failed, code === 0 ? 0 : 1) };
}

/** From the report of vitest's JSON reporter. */
export function vitestCount(report: string, code: number): Count {
  const { numPassedTests, numFailedTests } = JSON.parse(report) as Record<string, number>;
  return withExitCode({ passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 }, code);
}

interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** From the events of `go test -json`, with what the failed tests and packages printed. */
export function goCount(events: string, code: number): { count: Count; failures: string } {
  const output = new Map<string, string>();
  const count = { passed: 0, failed: 0 };
  let failures = "";
  for (const line of events.split("\n").filter((text) => text.startsWith("{"))) {
    const { Action, Package = "", Test, Output = "" } = JSON.parse(line) as GoEvent;
    const key = `${Package} ${Test ?? ""}`;
    if (Action.endsWith("output")) output.set(key, (output.get(key) ?? "") + Output);
    if (Action.endsWith("fail")) failures += output.get(key) ?? "";
    if (Test && Action === "pass") count.passed++;
    if (Test && Action === "fail") count.failed++;
  }
  return { count: withExitCode(count, code), failures };
}

/** What each part took, in order, and all of them. */
export function partLines(seconds: ReadonlyMap<string, number>): string[] {
  const all = [...seconds.values()].reduce((sum, each) => sum + each, 0);
  const rows = [...seconds, ["all", all] as const].map(([name, each]) => [name, clock(each)] as const);
  const [names, times] = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(([name, time]) => `${name.padEnd(names ?? 0)}  ${time.padStart(times ?? 0)}`);
}
