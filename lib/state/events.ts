import { jsonObject } from "./json.ts";
import type { PreviewStep } from "./preview.ts";
import type { PropertyMap, Resource } from "./resource.ts";

/** What a command of the Pulumi CLI reported: its log of events. Secrets are marked, and their values left out. */
export interface Report {
  /** What is done with each resource. Parts of a replacement and what only reads are left out. */
  readonly steps: readonly PreviewStep[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Diagnostic {
  readonly severity: "debug" | "info" | "info#err" | "warning" | "error";
  /** Without colours. */
  readonly message: string;
  /** Of the resource that it is said of. */
  readonly urn?: string;
}

/** One line of the log, the part that is used here. */
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
  /** False for the parts of a replacement. */
  readonly logical?: boolean;
}

/** A line of the log; nothing for one that is not complete yet. */
export function parseEvent(line: string): EngineEvent | undefined {
  return jsonObject<EngineEvent>(line);
}

/** The whole log. Of components the outputs are those that the program registered in this very run. */
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

const looks = new Set(["refresh", "read"]);

/** Colours are marks such as `<{%fg 1%}>` in the log. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
