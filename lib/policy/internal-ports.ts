import type { RuleBreach, ServiceSubject } from "./subject.ts";

export function internalPorts(subject: ServiceSubject): RuleBreach[] {
  const { service } = subject;
  if (!service["x-smallboat"]?.internal) return [];
  return (service.ports ?? []).flatMap((port) => {
    const { host_ip = "", published } = port;
    if (!["", "0.0.0.0", "::"].includes(host_ip)) return [];
    const found = `${published ? `port ${published}` : "any port"} on all addresses`;
    return [{ path: subject.where(["ports"], port), found }];
  });
}
