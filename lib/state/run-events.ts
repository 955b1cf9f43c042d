import { jsonObject } from "./json.ts";
import type { PreviewStep } from "./preview.ts";
import type { PropertyMap, Resource } from "./resource.ts";

/** The report of a command of the Pulumi CLI, from its log of events. Secrets are marked and have no values. */
export interface Report {
  /** The step of each resource. Reads and the parts of a replacement are left out. */
  readonly steps: readonly PreviewStep[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Diagnostic {
  readonly severity: "debug" | "info" | "info#err" | "warning" | "error";
  /** The message without colours. */
  readonly message: string;
  /** The resource of the message. */
  readonly urn?: string;
}

/** The used fields of a line of the log. */
export interface EngineEvent {
  readonly diagnosticEvent?: Diagnostic & { readonly ephemeral?: boolean };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
}

export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: Resource | null;
  readonly new?: Resource | null;
  readonly detailedDiff?: PropertyMap | null;
  /** False for a part of a replacement. */
  readonly logical?: boolean;
}

/** Parses a line of the log. Undefined for an incomplete one. */
export function parseEvent(line: string): EngineEvent | undefined {
  return jsonObject<EngineEvent>(line);
}

/** Parses the whole log. A component has the outputs that the program has registered in this run. */
export function parseReport(log: string): Report {
  const events = log.split("\n").flatMap((line) => parseEvent(line) ?? []);
  const registered = new Map(
    events.flatMap(({ resOutputsEvent }) => {
      const { urn, new: state } = resOutputsEvent?.metadata ?? {};
      return urn && state && state.custom !== true ? [[urn, state.outputs] as const] : [];
    }),
  );
  const steps = events.flatMap(({ resourcePreEvent }): PreviewStep[] => {
    const { metadata } = resourcePreEvent ?? {};
    if (metadata?.logical !== true || looks.has(metadata.op)) return [];
    const { op, urn, old: oldState = null, new: state = null, detailedDiff = null } = metadata;
    const outputs = registered.get(urn);
    const newState = state && outputs ? { ...state, outputs } : state;
    return [{ op, urn, oldState, newState, detailedDiff }];
  });
  const diagnostics = events.flatMap(({ diagnosticEvent }): Diagnostic[] => {
    if (!diagnosticEvent || diagnosticEvent.ephemeral || diagnosticEvent.severity === "debug") return [];
    const { severity, message, urn } = diagnosticEvent;
    return [{ severity, message: plain(message), ...(urn && { urn }) }];
  });
  return { steps, diagnostics };
}

/** Steps that read a resource from its provider. */
export const looks: ReadonlySet<string> = new Set(["refresh", "read"]);

/** True for the event with which a run begins to read a recorded resource again. */
export function isReading({ resourcePreEvent }: EngineEvent): boolean {
  return resourcePreEvent?.metadata.op === "refresh";
}

/** Removes colours, which are marks such as `<{%fg 1%}>` in the log. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
