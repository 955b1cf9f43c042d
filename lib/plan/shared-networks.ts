import type { NetworkPlan, StackPlan } from "../compose/index.ts";
import { isOurs } from "../docker/ownership.ts";
import type { Problem } from "../problems/index.ts";
import type { EngineView } from "./engine-view.ts";
import { declaredNetworks } from "./networks.ts";

/** Problems of networks that a stack uses as external ones, while the run would remove or replace them. */
export function sharedNetworkProblems(view: EngineView): Problem[] {
  return view.plans.flatMap((plan) =>
    plan.networks.flatMap((network) => (network.external ? (problemOf(network, plan, view) ?? []) : [])),
  );
}

function problemOf({ where, fields: { name } }: NetworkPlan, plan: StackPlan, view: EngineView) {
  const { host, plans, observed, owner } = view;
  const expected = `the external network ${name} on ${host} to stay`;
  const declared = declaredNetworks(plans).find(({ fields }) => fields.name === name);
  if (declared) {
    if (declared.live !== "other" || !isUsed(name, plan, view)) return undefined;
    const found = `it replaced by that of ${declared.where}`;
    return { path: where, expected, found, remedy: 'remove it here and run "make up", then add it again' };
  }
  const live = observed.networks.get(name);
  if (!live || !isOurs(live.Labels, owner)) return undefined;
  const remedy = "declare it in one of the stacks, or remove it here too";
  return { path: where, expected, found: "no stack that declares it any more", remedy };
}

function isUsed(network: string, { containers }: StackPlan, { observed }: EngineView): boolean {
  return containers.some(({ fields }) => observed.containers.get(fields.name)?.networks.includes(network));
}
