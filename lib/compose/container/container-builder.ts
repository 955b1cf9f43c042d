import type { Problem } from "../../problems/index.ts";
import type { LoadedStack } from "../load.ts";
import type { Model, Service } from "../model.ts";
import type { PortClaim } from "../ports.ts";
import type { ContainerFields, ContainerUpdates } from "../provider-fields.ts";
import type { SharedNamespace } from "../stack-plan.ts";
import { refusedKey, type Support, supported, supportedWithin } from "../support.ts";
import { position } from "../tree/node.ts";
import type { HostPath } from "./host-paths.ts";

/** The fields that are lists. */
type ListField = {
  [F in keyof ContainerFields]-?: NonNullable<ContainerFields[F]> extends readonly unknown[] ? F : never;
}[keyof ContainerFields];

/** Builds a container from a service: the handlers of its keys read the service and set the container's fields. */
export class ContainerBuilder {
  readonly name: string;
  readonly service: Service;
  readonly stack: LoadedStack;
  readonly fields: Partial<ContainerFields> = {};
  readonly updates: ContainerUpdates = {};
  /** Fields that the provider reads back differently from how they are written. */
  readonly unreadable = new Set<keyof ContainerFields>();
  /** The later `ContainerPlan.afterEntrypoint`. */
  afterEntrypoint?: readonly string[];
  readonly hostFiles = new Set<string>();
  /** Paths in the container of files with secrets. */
  readonly secretFiles = new Set<string>();
  readonly ports: PortClaim[] = [];
  /** Indices of entries of `ports` that are ranges. Each replica takes the next port of such a range. */
  readonly spans = new Set<number>();
  readonly shares: { field: SharedNamespace; service: string }[] = [];
  readonly volumesFrom: { service: string; readOnly: boolean }[] = [];
  readonly hostPaths: HostPath[] = [];
  readonly problems: Problem[] = [];
  readonly notes: string[] = [];

  constructor(name: string, stack: LoadedStack) {
    this.name = name;
    this.stack = stack;
    this.service = stack.model.services[name] as Service;
  }

  get model(): Model {
    return this.stack.model;
  }

  append<F extends ListField>(field: F, item: NonNullable<ContainerFields[F]>[number]): void {
    this.fields[field] = [...(this.fields[field] ?? []), item] as ContainerFields[F];
  }

  /** Reports a key that the provider cannot express. `object` is the model's object that holds it, if not the service. */
  refuse(key: string, found: string, remedy: string, object?: object): void {
    const expected = `services.${this.name}.${key} that the Docker provider can express`;
    this.problems.push({ path: this.where(key, object), expected, found, remedy });
  }

  /** Notes a key without effect. */
  note(key: string, why: string): void {
    this.notes.push(`${this.where(key)}: ${key}: ${why}`);
  }

  where(key: string, object?: object): string {
    return position(this.stack.place(["services", this.name, ...key.split(".")], object));
  }
}

/** Sets fields of the container for one key of the service. */
export interface Handler<V> {
  (value: V, subject: ContainerBuilder): void;
  /** How the key is supported. Default: without limits. */
  readonly support?: Support;
}

export type Handlers<K extends keyof Service> = { readonly [P in K]-?: Handler<NonNullable<Service[P]>> };

/** The handler of a key that the provider cannot express. */
export function refused(key: string, remedy: string): Handler<unknown> {
  return withSupport(refusedKey(remedy), (_, subject) => subject.refuse(key, key, remedy));
}

/** The handler of a key without effect on a single engine, also in compose. */
export function withoutEffect(key: string, reason: string): Handler<unknown> {
  return withSupport({ kind: "no effect", reason }, (_, subject) => subject.note(key, reason));
}

/** The handler of a key that is supported within limits. The guide shows them. */
export function limited<V>(limits: string, handler: Handler<V>): Handler<V> {
  return withSupport(supportedWithin(limits), handler);
}

/** How a handler's key is supported. */
export function supportOf({ support = supported }: Handler<never>): Support {
  return support;
}

function withSupport<V>(support: Support, handler: Handler<V>): Handler<V> {
  return Object.assign((value: V, subject: ContainerBuilder) => handler(value, subject), { support });
}

/** The handler of a key that another part of the plan reads, such as images, networks and dependencies. */
export const readElsewhere: Handler<unknown> = () => {};

/** The handler of a key whose value is copied to a field. */
export function copied<F extends keyof ContainerFields>(field: F): Handler<NonNullable<ContainerFields[F]>> {
  return (value, { fields }) => {
    fields[field] = value;
  };
}
