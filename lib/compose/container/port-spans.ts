import type { Port } from "../model.ts";
import type { PortClaim } from "../ports.ts";
import type { ContainerBuilder } from "./container-builder.ts";

/** Adds a range such as `3000-3005:80`. Replica n takes the n-th port of it. */
export function addSpan(port: Port, index: number, subject: ContainerBuilder): void {
  const { target, published = "", host_ip: ip = "", protocol = "tcp" } = port;
  const [first = 0, last = first] = published.split("-").map(Number);
  const count = replicas(subject);
  const key = `ports.${index}`;
  if (count > last - first + 1) {
    subject.refuse(key, `${published} for ${count} replicas`, "widen the range", port);
    return;
  }
  subject.note(key, `of ${published} each container takes its own: the first ${first}, and so on`);
  subject.spans.add(subject.ports.length);
  subject.ports.push({ ip, published: first, target, protocol, where: subject.where(key, port) });
}

/** The number of a service's containers. */
export function replicas({ service }: ContainerBuilder): number {
  return service.scale ?? service.deploy?.replicas ?? 1;
}

/** The published ports of one replica. */
export function portsOf({ ports, spans }: ContainerBuilder, number: number): PortClaim[] {
  return ports.map((each, index) =>
    spans.has(index) ? { ...each, published: each.published + number - 1 } : each,
  );
}
