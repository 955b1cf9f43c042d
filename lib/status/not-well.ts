import type { PipelineFacts } from "../gitlab/ci-facts.ts";
import type { Finding, Thing } from "./model.ts";
import { counts } from "./stage-report.ts";
import type { Check, ProjectStatus, RunnerStatus, StatusReport } from "./status-model.ts";

/** One text for each thing that is not well. An ignored end or absence of a thing does not count. */
export function notWell(report: StatusReport): string[] {
  const isOfLife = ({ field }: Finding) => field === "state" || field === "existence";
  const ignored = new Set(
    report.findings.filter((each) => each.ignored && isOfLife(each)).map(({ address }) => address),
  );
  const sick = report.things.filter(({ address, health }) => isSick(health) && !ignored.has(address));
  const named = new Set(sick.map(({ address }) => address));
  const findings = report.findings.filter((each) => counts(each) && !named.has(each.address));
  return [
    ...sick.map(sicknessText),
    ...findings.map(({ address, text }) => `${address}: ${text}`),
    ...report.checks.filter(({ health }) => health === "unhealthy").map(checkText),
    ...report.runners.flatMap(runnerTexts),
    ...report.projects.flatMap(projectTexts),
  ];
}

/** The exit code of `make status`: 1 if somebody did not answer, 2 if something is not well, or else 0. */
export function statusCode(report: StatusReport): 0 | 1 | 2 {
  if (report.unanswered.length > 0) return 1;
  return notWell(report).length > 0 ? 2 : 0;
}

function isSick(health: Thing["health"]): boolean {
  return health !== "healthy" && health !== "unknown";
}

function sicknessText({ address, health, state }: Thing): string {
  return `${address} is ${health}${state === undefined || state === health ? "" : `: ${state}`}`;
}

function checkText({ server, user, from, tried, found }: Check): string {
  return `${server} is unhealthy for ${user}: ${found} (${tried} from ${from})`;
}

/** A missing registration is a thing that is missing. The same holds for a project. */
function runnerTexts({ name, state }: RunnerStatus): string[] {
  const said = {
    offline: "is offline",
    stale: "was not heard of for long",
    "never contacted": "has never contacted GitLab",
  };
  return state in said ? [`runner ${name} ${said[state as keyof typeof said]}`] : [];
}

function projectTexts({ name, pipelines, defaultBranch, stuck }: ProjectStatus): string[] {
  const isFailed = ({ ref, status }: PipelineFacts) => ref === defaultBranch && status === "failed";
  const tags = [...new Set(stuck)].map((each) => each || "none");
  return [
    ...pipelines.filter(isFailed).map(({ ref }) => `project ${name}: the last pipeline of ${ref} failed`),
    ...(tags.length > 0 ? [`project ${name}: no runner takes jobs with these tags: ${tags.join("; ")}`] : []),
  ];
}
