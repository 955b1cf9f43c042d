import type { RuleBreach, ServiceSubject } from "./subject.ts";

export function healthcheck(subject: ServiceSubject): RuleBreach[] {
  const { test, disable } = subject.service.healthcheck ?? {};
  const isChecked = test !== undefined && test[0] !== "NONE" && !disable;
  return isChecked || isToEnd(subject) ? [] : [{ path: subject.where(["healthcheck"]), found: "none" }];
}

export function memoryLimit(subject: ServiceSubject): RuleBreach[] {
  const { mem_limit, deploy } = subject.service;
  const limit = mem_limit ?? deploy?.resources.limits?.memory;
  return limit !== undefined || isToEnd(subject)
    ? []
    : [{ path: subject.where(["mem_limit"]), found: "none" }];
}

export function restartPolicy(subject: ServiceSubject): RuleBreach[] {
  const { restart, deploy } = subject.service;
  const isSaid = restart !== undefined || deploy?.restart_policy?.condition !== undefined;
  return isSaid || isToEnd(subject) ? [] : [{ path: subject.where(["restart"]), found: "none" }];
}

/** True for a service that runs once: it is not restarted, or another service waits for its end. */
function isToEnd({ name, service, model }: ServiceSubject): boolean {
  const { restart, deploy } = service;
  const isAwaited = Object.values(model.services).some(
    ({ depends_on = {} }) =>
      Object.hasOwn(depends_on, name) && depends_on[name]?.condition === "service_completed_successfully",
  );
  return (
    isAwaited ||
    (deploy?.restart_policy?.condition ?? restart) === "no" ||
    deploy?.restart_policy?.condition === "none"
  );
}
