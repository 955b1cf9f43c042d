import { connect } from "../../lib/docker/client.ts";
import { type Deployment, withPlainSecrets } from "../../lib/state/index.ts";
import { projectStatuses, recordedParts, runnerStatuses, type StatusReport } from "../../lib/status/index.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import { lookAtCi } from "./ci-look.ts";
import { hostStatuses } from "./hosts.ts";
import { lookAtRecorded, type RecordedStage } from "./look.ts";
import { serverChecks } from "./server-checks.ts";
import { patience } from "./time-limit.ts";

/** Looks at a stage, and asks its hosts and GitLab about their health, all at the same time. Changes nothing. */
export async function statusReport(recorded: RecordedStage): Promise<StatusReport> {
  const { deployment, hosts, settings } = recorded;
  const parts = recordedParts(withPlainSecrets(deployment) as Deployment);
  const deadline = Date.now() + patience;
  const engines = hosts.map((host) => {
    const [address, options] = connectionTo(host, settings);
    return { host, engine: connect(address, { ...options, deadline }) };
  });
  const [report, machines, checks, ci] = await Promise.all([
    lookAtRecorded(recorded),
    hostStatuses(engines),
    serverChecks(parts, engines),
    lookAtCi(parts),
  ]);
  const { runners, projects } = parts;
  const isNamed = report.unanswered.some(({ who }) => who === "gitlab");
  return {
    ...report,
    unanswered: [...report.unanswered, ...(isNamed ? [] : ci.unanswered)],
    hosts: machines,
    runners: runnerStatuses(runners, projects, ci.facts),
    projects: projectStatuses(projects, runners, ci.facts),
    checks,
  };
}
