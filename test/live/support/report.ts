import type { Finding, StageReport } from "../../../lib/status/model.ts";
import type { Project } from "./project.ts";

export interface Look {
  readonly code: number | null;
  readonly report: StageReport;
  readonly stderr: string;
}

/** What `make drift` says of a stage, as data. @throws Error with what it said instead */
export async function lookAt(project: Project): Promise<Look> {
  const { code, stdout, stderr } = await project.operation("drift", {}, "--json");
  try {
    return { code, report: JSON.parse(stdout) as StageReport, stderr };
  } catch {
    throw new Error(`drift ended with ${code}:\n${stdout}${stderr}`);
  }
}

/** Findings as lines, in order. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings
    .map(({ address, field, text, cause, remedy }) => `${address} ${field}: ${text} | ${cause} | ${remedy}`)
    .sort();
}
