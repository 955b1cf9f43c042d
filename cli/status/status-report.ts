import { connect } from "../../lib/docker/client.ts";
import { engineInfo } from "../../lib/docker/engine-info.ts";
import { type Deployment, withPlainSecrets } from "../../lib/state/index.ts";
import { projectStatuses, recordedParts, runnerStatuses, type StatusReport } from "../../lib/status/index.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import { lookAtCi } from "./ci-look.ts";
import { hostStatuses } from "./hosts.ts";
import { groupByAddress, lookAtRecorded, type RecordedStage } from "./look.ts";
import { serverChecks } from "./server-checks.ts";
import { patience } from "./time-limit.ts";

/** Looks at a stage, and asks its hosts and GitLab about their health, all at the same time. Changes nothing. */
export async function statusReport(recorded: RecordedStage): Promise<StatusReport> {
  const { deployment, hosts, settings } = recorded;
  const parts = recordedParts(withPlainSecrets(deployment) as Deployment);
  const deadline = Date.now() + patience;
  const engines = groupByAddress(hosts).flatMap((group) => {
    const [address, options] = connectionTo(group[0], settings);
    const engine = connect(address, { ...options, deadline });
    const info = engineInfo(engine);
    return group.map((host) => ({ host, engine, info }));
  });
  const infos = new Map(engines.map(({ host, info }) => [host.address, info]));
  const [report, machines, checks, ci] = await Promise.all([
    lookAtRecorded(recorded, { infos }),
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
