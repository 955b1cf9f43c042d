import type { Finding, StageReport } from "../../../lib/status/model.ts";

/** A report on stage prod without findings. */
export function report(at: string, more: Partial<StageReport> = {}): StageReport {
  return { format: 1, stage: "prod", at, things: [], findings: [], unanswered: [], idleRules: [], ...more };
}

/** A container that somebody stopped. */
export function stopped(service: string, more: Partial<Finding> = {}): Finding {
  return {
    id: `${service}-stopped`,
    address: `10.0.0.60/chat ${service}`,
    place: "10.0.0.60/chat",
    host: "10.0.0.60",
    field: "state",
    sync: "drifted",
    text: "container stopped (exit code 137)",
    cause: "docker restarted",
    remedy: "heal",
    ...more,
  };
}

/** A variable that somebody changed in GitLab. */
export const variable: Finding = {
  id: "variable",
  address: "gitlab chat variable MODE",
  place: "gitlab",
  field: "value",
  sync: "drifted",
  text: "value changed",
  cause: "by hand",
  remedy: "heal",
};

/** A container that nobody declared. */
export const extra: Finding = {
  ...{ id: "extra", address: "10.0.0.60/chat extra container web-2", place: "10.0.0.60/chat" },
  ...{ host: "10.0.0.60", field: "existence", sync: "drifted", text: "a container that nobody declared" },
  ...{ cause: "by hand", remedy: "prune" },
};

/** 10.0.0.60 did not answer. */
export const unreachable = {
  who: "10.0.0.60",
  text: "Pulumi.prod.yaml smallboat:hosts: expected a host that answers, found none; start it",
};
