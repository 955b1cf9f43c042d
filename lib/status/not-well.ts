import type { Finding, Thing } from "./model.ts";
import type { Check, PipelineStatus, ProjectStatus, RunnerStatus, StatusReport } from "./status-model.ts";

/** One text for each thing that is not well. Something that an ignore rule names counts as well. */
export function notWell(report: StatusReport): string[] {
  const ignored = new Set(report.findings.filter(({ ignored }) => ignored).map(({ address }) => address));
  const sick = report.things.filter(({ address, health }) => isSick(health) && !ignored.has(address));
  const named = new Set(sick.map(({ address }) => address));
  const findings = report.findings.filter((each) => isOpen(each) && !named.has(each.address));
  return [
    ...sick.map(sicknessText),
    ...findings.map(({ address, text }) => `${address}: ${text}`),
    ...report.checks.filter(({ health }) => health === "unhealthy").map(checkText),
    ...report.runners.flatMap(runnerTexts),
    ...report.projects.flatMap(projectTexts),
  ];
}

/** True for a finding that somebody has to do something about. */
export function isOpen({ sync, ignored }: Finding): boolean {
  return sync !== "reported" && !ignored;
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

function runnerTexts({ name, state }: RunnerStatus): string[] {
  if (state === "online" || state === "paused" || state === "unknown") return [];
  const said = {
    missing: "is not registered at GitLab",
    offline: "is offline",
    stale: "was not heard of for long",
  };
  return [`runner ${name} ${state === "never contacted" ? "has never contacted GitLab" : said[state]}`];
}

function projectTexts({ name, state, pipelines, defaultBranch, stuck }: ProjectStatus): string[] {
  const isFailed = ({ ref, status }: PipelineStatus) => ref === defaultBranch && status === "failed";
  const tags = [...new Set(stuck)].map((each) => each || "none");
  return [
    ...(state === "missing" ? [`project ${name} is missing`] : []),
    ...pipelines.filter(isFailed).map(({ ref }) => `project ${name}: the last pipeline of ${ref} failed`),
    ...(tags.length > 0 ? [`project ${name}: no runner takes jobs with these tags: ${tags.join("; ")}`] : []),
  ];
}
