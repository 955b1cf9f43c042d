import { ownEntry } from "../problems/own-entry.ts";
import type { Model } from "./model.ts";

/** The services sorted by name, but each after those that it depends on and whose namespaces it shares. */
export function dependencyOrder(model: Model): string[] {
  const order = new Set<string>();
  const visit = (name: string, trail: readonly string[]) => {
    if (order.has(name) || trail.includes(name)) return;
    for (const other of needed(name, model)) visit(other, [...trail, name]);
    order.add(name);
  };
  for (const name of Object.keys(model.services).sort()) visit(name, []);
  return [...order];
}

/** The service of this stack that `service:<name>` or `container:<its name>` means. */
export function sharedService(mode: string | undefined, { services }: Model): string | undefined {
  const [kind, name = ""] = mode?.split(/:(.*)/) ?? [];
  if (kind === "service") return ownEntry(services, name) && name;
  if (kind !== "container") return undefined;
  return Object.keys(services).find((each) => services[each]?.container_name === name);
}

function needed(name: string, model: Model): string[] {
  const { depends_on = {}, network_mode, pid, ipc } = model.services[name] ?? {};
  const shared = [network_mode, pid, ipc].map((mode) => sharedService(mode, model));
  const names = [...Object.keys(depends_on), ...shared].filter((each) => each !== undefined);
  return names.filter((each) => ownEntry(model.services, each)).sort();
}
