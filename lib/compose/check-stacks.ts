import type { Problem } from "../problems/index.ts";
import { type PortBinding, portsOverlap, portText } from "./ports.ts";
import type { StackPlan } from "./stack-plan.ts";

/** A planned stack and its engine. */
export interface StackOnEngine {
  /** The stack's name in problems: `stacks/Local/web`. */
  readonly label: string;
  /** The engine's address. Several hosts may share an engine. */
  readonly engine: string;
  readonly plan: StackPlan;
}

/** A name or port that one stack claims on an engine. */
interface Claim {
  readonly what: string;
  readonly where: string;
  readonly stack: StackOnEngine;
  readonly remedy: string;
  conflicts(other: Claim): boolean;
}

/** Problems of names and ports that two stacks claim on one engine: projects, containers, networks, host ports. */
export function checkStacks(stacks: readonly StackOnEngine[]): Problem[] {
  const engines = new Set(stacks.map(({ engine }) => engine));
  return [...engines].flatMap((engine) =>
    conflictsOn(stacks.filter((stack) => stack.engine === engine).flatMap(claims)),
  );
}

function conflictsOn(all: readonly Claim[]): Problem[] {
  return all.flatMap((claim, index) => {
    const other = all.slice(0, index).find((each) => each.stack !== claim.stack && each.conflicts(claim));
    if (!other) return [];
    return [
      {
        path: claim.where,
        expected: `${claim.what} once on an engine`,
        found: `it also in ${other.where}`,
        remedy: claim.remedy,
      },
    ];
  });
}

function claims(stack: StackOnEngine): Claim[] {
  const { plan, label } = stack;
  const named = (kind: string, name: string, where: string, remedy: string): Claim => {
    const what = `${kind} ${name}`;
    return { what, where, stack, remedy, conflicts: (other) => other.what === what };
  };
  return [
    named("project", plan.project, label, "set name: in one of the compose files"),
    ...plan.networks
      .filter(({ external }) => !external)
      .map(({ fields, where }) => {
        const remedy = "rename it, or make it external in one of them";
        const network = named("network", fields.name, where, remedy);
        // For two projects of one name, the project itself is the problem.
        const isOther = ({ stack: { plan: other } }: Claim) => other.project !== plan.project;
        return { ...network, conflicts: (other: Claim) => network.conflicts(other) && isOther(other) };
      }),
    ...plan.containers.map(({ fields, where }) =>
      named("container", fields.name, where, "change container_name"),
    ),
    ...plan.containers.flatMap(({ ports }) =>
      ports.map((port) => {
        const { where } = port;
        return portClaim(port, { what: `port ${portText(port)}`, where, stack, remedy: "change one port" });
      }),
    ),
  ];
}

interface ClaimOfPort extends Claim {
  readonly port: PortBinding;
}

function portClaim(port: PortBinding, claim: Omit<Claim, "conflicts">): ClaimOfPort {
  return {
    ...claim,
    port,
    conflicts: (other) => "port" in other && portsOverlap((other as ClaimOfPort).port, port),
  };
}
