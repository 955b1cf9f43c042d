import { parseReport, type Report } from "../../../lib/state/index.ts";

/** A step of a preview, as the log of events has it. */
export interface Given {
  readonly op: string;
  /** Such as `gitlab:index/project:Project`, or the class of one of our components. */
  readonly type: string;
  readonly name: string;
  /** `<class> <name>` of the component above. */
  readonly parent?: string;
  readonly old?: object;
  readonly new?: object;
  readonly differing?: readonly string[];
  readonly outputs?: readonly [before: object | undefined, after: object | undefined];
  readonly retainOnDelete?: boolean;
  /** Class and name of its provider. */
  readonly provider?: string;
}

const token = (type: string) => (type.includes(":") ? type : `smallboat:index:${type}`);
export const urnOf = (type: string, name: string) => `urn:pulumi:dev::smallboat::${token(type)}::${name}`;

/** The log of a preview of these steps. @param said what the program says, of a resource or of the whole */
export function logOf(steps: readonly Given[], said: readonly object[] = []): string {
  const events = steps.flatMap((step) => {
    const metadata = metadataOf(step);
    const pre = { resourcePreEvent: { metadata, planning: true } };
    const isComponent = !step.type.includes(":");
    return isComponent ? [pre, { resOutputsEvent: { metadata, planning: true } }] : [pre];
  });
  const diagnostics = said.map((diagnosticEvent) => ({ diagnosticEvent }));
  return [...events, ...diagnostics].map((event) => JSON.stringify(event)).join("\n");
}

export function reportOf(steps: readonly Given[], said: readonly object[] = []): Report {
  return parseReport(logOf(steps, said));
}

function metadataOf({ op, type, name, parent, provider, outputs, differing = [], ...given }: Given) {
  const urn = urnOf(type, name);
  const [parentType = "", ...parentName] = parent?.split(" ") ?? [];
  const state = (inputs: object | undefined, made: object | undefined) => ({
    urn,
    type: token(type),
    custom: type.includes(":"),
    inputs: inputs ?? {},
    outputs: made ?? {},
    ...(parent && { parent: urnOf(parentType, parentName.join(" ")) }),
    ...(provider && { provider: `${urnOf("pulumi:providers:docker", provider)}::id` }),
    ...(given.retainOnDelete && { retainOnDelete: true }),
  });
  return {
    op,
    urn,
    type: token(type),
    logical: true,
    ...(op !== "create" && { old: state(given.old, outputs?.[0]) }),
    ...(op !== "delete" && { new: state(given.new ?? given.old, outputs?.[1]) }),
    detailedDiff: Object.fromEntries(differing.map((path) => [path, { kind: "update" }])),
  };
}
