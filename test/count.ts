import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { clock } from "../dev/toolchain/setup/progress.ts";

export interface Count {
  readonly passed: number;
  readonly skipped: number;
  /** A line for each failure: its place, and the first line of its reason. */
  readonly failures: readonly string[];
}

export function sum(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((all, { passed }) => all + passed, 0),
    skipped: counts.reduce((all, { skipped }) => all + skipped, 0),
    failures: counts.flatMap(({ failures }) => failures),
  };
}

/** A check without tests of its own: a command that passes or fails. */
export function checkCount(name: string, code: number): Count {
  const failures = code === 0 ? [] : [`${name}: exit code ${code}`];
  return { passed: 1 - failures.length, skipped: 0, failures };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/**
 * From the report of vitest's JSON reporter.
 * @param root files are named relative to it
 */
export function vitestCount(folder: string, report: string, code: number, root: string): Count {
  const { numPassedTests, numPendingTests = 0, testResults = [] } = JSON.parse(report) as VitestReport;
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length > 0) {
      return failed.map((test) => failure(`${file}: ${test.fullName}`, test.failureMessages?.[0]));
    }
    return status === "failed" ? [failure(file, message)] : [];
  });
  // An unhandled error belongs to no file.
  const stray = code !== 0 && failures.length === 0 ? [`${folder}: exit code ${code}`] : [];
  return { passed: numPassedTests, skipped: numPendingTests, failures: [...failures, ...stray] };
}

function failure(place: string, message = ""): string {
  const [line = ""] = stripVTControlCharacters(message).split("\n");
  return line ? `${place}: ${line}` : place;
}

interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** From the events of `go test -json`, with what the failed tests and packages printed. */
export function goCount(module: string, events: string, code: number): { count: Count; printed: string } {
  const output = new Map<string, string>();
  const failures: string[] = [];
  let [passed, skipped, printed] = [0, 0, ""];
  for (const line of events.split("\n").filter((text) => text.startsWith("{"))) {
    const { Action, Package = "", Test, Output = "" } = JSON.parse(line) as GoEvent;
    const key = `${Package} ${Test ?? ""}`;
    if (Action.endsWith("output")) output.set(key, (output.get(key) ?? "") + Output);
    if (Action.endsWith("fail")) printed += output.get(key) ?? "";
    if (Test && Action === "pass") passed++;
    if (Test && Action === "skip") skipped++;
    if (Test && Action === "fail") failures.push(`${module}: ${Test}`);
  }
  if (code !== 0 && failures.length === 0) failures.push(`${module}: exit code ${code}`);
  return { count: { passed, skipped, failures }, printed };
}

/** The time of each part, in order, and of all together. */
export function partLines(seconds: ReadonlyMap<string, number>): string[] {
  const all = [...seconds.values()].reduce((sum, each) => sum + each, 0);
  const rows = [...seconds, ["all", all] as const].map(([name, each]) => [name, clock(each)] as const);
  const [names, times] = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(([name, time]) => `${name.padEnd(names ?? 0)}  ${time.padStart(times ?? 0)}`);
}

/** The end of a run: the failures by name, then the numbers. */
export function lastLines({ passed, skipped, failures }: Count): string[] {
  const numbers = [`${passed} passed`, `${failures.length} failed`];
  if (skipped > 0) numbers.push(`${skipped} skipped`);
  return [...failures.map((line) => `failed: ${line}`), numbers.join(", ")];
}
