import type { Service } from "./model.ts";

/** The services by name, but each behind all it depends on. The model has no cycles. */
export function dependencyOrder(services: Readonly<Record<string, Service>>): string[] {
  const order = new Set<string>();
  const visit = (name: string) => {
    if (order.has(name)) return;
    for (const other of Object.keys(services[name]?.depends_on ?? {}).sort()) {
      if (services[other]) visit(other);
    }
    order.add(name);
  };
  for (const name of Object.keys(services).sort()) visit(name);
  return [...order];
}
