import type { ContainerBuilder } from "./container/container-builder.ts";
import { hashOf } from "./hash/content-hash.ts";
import { shortened } from "./hash/file-hashes.ts";
import type { PortBinding } from "./ports.ts";

/**
 * A container's fields whose changes the provider cannot see. Ports and numbers are kept as text, others as short hashes.
 */
export function hiddenFields(subject: ContainerBuilder): Readonly<Record<string, string>> {
  const { fields, unreadable, updates, afterEntrypoint, ports } = subject;
  const { cpus } = fields;
  const hashed = [...unreadable].sort().map((field) => [field, hashOf(fields[field] ?? null)] as const);
  return {
    ...shortened(Object.fromEntries(hashed)),
    ...(afterEntrypoint && shortened({ command: hashOf(afterEntrypoint) })),
    ...Object.fromEntries(Object.entries(updates).map(([name, value]) => [name, String(value)])),
    ...(ports.length > 0 && { ports: ports.map(portOf).join(", ") }),
    ...(cpus !== undefined && { cpus }),
  };
}

/** A port as a compose file writes it. */
function portOf({ ip, published, target, protocol }: PortBinding): string {
  const host = ip !== "" ? [ip, published || ""] : published === 0 ? [] : [published];
  return [...host, `${target}${protocol === "tcp" ? "" : `/${protocol}`}`].join(":");
}
