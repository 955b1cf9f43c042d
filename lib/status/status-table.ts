import { aligned } from "../changes/columns.ts";
import type { Amount } from "../docker/machine.ts";
import { sizeText } from "../docker/size-text.ts";
import { elapsed } from "./elapsed.ts";
import type { Finding, Thing } from "./model.ts";
import { notWell } from "./not-well.ts";
import { counts } from "./stage-report.ts";
import type { Check, HostStatus, ProjectStatus, RunnerStatus, StatusReport } from "./status-model.ts";

/** The lines of `make status`: a table for each sort of part, drift, and a last line that says whether all is well. */
export function statusLines(report: StatusReport): string[] {
  const { at, hosts, things, runners, projects, checks, findings } = report;
  const containers = things.filter(({ kind }) => kind === "container");
  const tables = [
    table(hostColumns, hosts),
    table(containerColumns("SERVER", at), containers.filter(isOfServer)),
    table(
      containerColumns("STACK", at),
      containers.filter((each) => !isOfServer(each)),
    ),
    table(runnerColumns(at), runners),
    table(projectColumns(at), projects),
    table(checkColumns, checks),
    driftLines(findings),
  ];
  const shown = tables.filter((lines) => lines.length > 0);
  return [`Stage ${report.stage}`, ...shown.flatMap((lines) => ["", ...lines]), "", lastLine(report)];
}

/** A column's heading, and its cell for a row. */
type Columns<Row> = readonly (readonly [heading: string, cell: (row: Row) => string])[];

/** Without the columns that are empty in all rows. */
function table<Row>(columns: Columns<Row>, rows: readonly Row[]): string[] {
  const filled = columns.filter(([, cell]) => rows.some((row) => cell(row) !== ""));
  if (rows.length === 0) return [];
  return aligned([
    filled.map(([heading]) => heading),
    ...rows.map((row) => filled.map(([, cell]) => cell(row))),
  ]);
}

const hostColumns: Columns<HostStatus> = [
  ["HOST", ({ name }) => name],
  ["STATE", ({ isReachable }) => (isReachable ? "reachable" : "unreachable")],
  ["DOCKER", ({ engine = "" }) => engine],
  ["DISK", ({ disk }) => (disk ? amountText(disk) : "")],
  ["MEMORY", ({ memory }) => memoryText(memory)],
];

function containerColumns(place: string, at: string): Columns<Thing> {
  const ago = (moment: string | undefined) => (moment === undefined ? "" : elapsed(moment, at));
  return [
    [place, (thing) => thing.place],
    ["SERVICE", ({ service, name }) => service ?? name],
    ["HEALTH", ({ health }) => health],
    ["SYNC", ({ sync }) => sync],
    ["STATE", ({ state = "" }) => state],
    ["SINCE", ({ container }) => ago(container?.since)],
    ["RESTARTS", ({ container }) => (container ? `${container.restarts}` : "")],
    ["VERSION", ({ container }) => container?.version ?? ""],
    ["IMAGE AGE", ({ container }) => ago(container?.built)],
    ["ADDRESSES", ({ container }) => container?.addresses.join(" ") ?? ""],
  ];
}

function runnerColumns(at: string): Columns<RunnerStatus> {
  return [
    ["RUNNER", ({ name }) => name],
    ["STATE", ({ state }) => state],
    [
      "LAST CONTACT",
      ({ lastContact }) => (lastContact === undefined ? "" : `${elapsed(lastContact, at)} ago`),
    ],
    ["JOBS WAITING", ({ jobsWaiting }) => `${jobsWaiting}`],
    ["TAGS", ({ tags }) => tags.join(" ")],
  ];
}

function projectColumns(at: string): Columns<ProjectStatus> {
  const pipelines = ({ pipelines }: ProjectStatus) =>
    pipelines.map(({ ref, status, at: changed }) => `${ref} ${status} ${elapsed(changed, at)} ago`);
  return [
    ["PROJECT", ({ name }) => name],
    ["STATE", ({ state }) => (state === "there" ? "" : state)],
    ["JOBS WAITING", ({ jobsWaiting }) => `${jobsWaiting}`],
    ["LAST PIPELINES", (project) => pipelines(project).join(", ")],
  ];
}

const checkColumns: Columns<Check> = [
  ["CHECK", ({ server }) => server],
  ["USED BY", ({ user }) => user],
  ["TRIED", ({ tried }) => tried],
  ["FROM", ({ from }) => from],
  ["FOUND", ({ found }) => found],
];

function driftLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map((finding) => `${finding.address}: ${finding.text}${note(finding)}`);
  return ["DRIFT", ...lines];
}

function note(finding: Finding): string {
  if (finding.ignored) return ` (ignored: ${finding.ignored.reason})`;
  return counts(finding) ? "" : " (for your information)";
}

/** Several parts at most, so that the line can be read. The tables above have all. */
const namedAtMost = 5;

function lastLine(report: StatusReport): string {
  const wrong = notWell(report);
  const unreachable = report.unanswered.map(({ who }) => who);
  const asked = unreachable.length > 0 ? ` Not known: ${unreachable.join(", ")} did not answer.` : "";
  if (wrong.length === 0) return unreachable.length > 0 ? `All that answers is well.${asked}` : "All well.";
  const more = wrong.length - namedAtMost;
  const named = wrong.slice(0, namedAtMost).join("; ");
  return `Not well: ${named}${more > 0 ? `; and ${more} more` : ""}.${asked}`;
}

/** The place of a stack begins with its host. */
function isOfServer({ place, host = "" }: Thing): boolean {
  return !place.startsWith(`${host}/`);
}

function amountText({ used, total }: Amount): string {
  return `${sizeText(used)} of ${sizeText(total)} (${Math.round((100 * used) / total)} %)`;
}

function memoryText(memory: HostStatus["memory"]): string {
  if (!memory) return "";
  const { used, total } = memory;
  return used === undefined ? sizeText(total) : amountText({ used, total });
}
