import type { Port } from "../model.ts";
import type { PortFields } from "../provider-fields.ts";
import type { PublishedPort } from "../stack-plan.ts";
import type { ContainerBuilder } from "./container-builder.ts";

/** `3000-3005:80`: of the ports that the engine may choose from, replica n takes the n-th. */
export function addSpan(port: Port, index: number, subject: ContainerBuilder): PortFields[] {
  const { target, published = "", host_ip: ip = "", protocol = "tcp" } = port;
  const [first = 0, last = first] = published.split("-").map(Number);
  const count = replicas(subject);
  const key = `ports.${index}`;
  if (count > last - first + 1) {
    subject.refuse(key, `${published} for ${count} replicas`, "widen the range", port);
    return [];
  }
  subject.note(key, `of ${published} each container takes its own: the first ${first}, and so on`);
  subject.spans.push({ field: (subject.fields.ports ?? []).length, port: subject.ports.length });
  subject.ports.push({ ip, published: first, target, protocol, where: subject.where(key, port) });
  return [{ internal: target, external: first, ip, protocol }];
}

/** How many containers a service has. */
export function replicas({ service }: ContainerBuilder): number {
  return service.scale ?? service.deploy?.replicas ?? 1;
}

/** The ports of one replica, as fields and as claims. */
export function portsOf(
  { fields, ports, spans }: ContainerBuilder,
  number: number,
): { fields: PortFields[] | undefined; claims: readonly PublishedPort[] } {
  const fieldSpans = new Set(spans.map(({ field }) => field));
  const portSpans = new Set(spans.map(({ port }) => port));
  return {
    fields: fields.ports?.map((each, index) =>
      fieldSpans.has(index) ? { ...each, external: (each.external ?? 0) + number - 1 } : each,
    ),
    claims: ports.map((each, index) =>
      portSpans.has(index) ? { ...each, published: each.published + number - 1 } : each,
    ),
  };
}
