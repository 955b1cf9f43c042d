import { jsonObject } from "./json.ts";
import type { PropertyMap, Resource } from "./resource.ts";

/** What `pulumi preview --json` and `pulumi refresh --preview-only --json` print, the part that is used here. */
export interface Preview {
  readonly steps: readonly PreviewStep[];
}

export interface PreviewStep {
  /** `create`, `same`, `update`, `replace`, `delete`; of a refresh also `refresh`, where nothing changed. */
  readonly op: string;
  readonly urn: string;
  readonly oldState?: Resource | null;
  readonly newState?: Resource | null;
  /** By property path. */
  readonly detailedDiff?: PropertyMap | null;
}

/** What `pulumi preview --save-plan` writes: secrets are ciphertext. */
export interface UpdatePlan {
  /** By URN. */
  readonly resourcePlans: Readonly<
    Record<
      string,
      {
        readonly goal?: { readonly inputDiff?: { readonly adds?: PropertyMap } };
        readonly state?: PropertyMap;
      }
    >
  >;
}

export function parsePreview(text: string): Preview {
  const { steps = [] } = JSON.parse(text) as Partial<Preview>;
  return { steps };
}

/** The state of each resource after the steps, by URN. */
export function statesAfter({ steps }: Preview): ReadonlyMap<string, Resource> {
  const states = steps.flatMap(({ urn, newState, oldState }) => {
    const state = newState ?? oldState;
    return state ? [[urn, state] as const] : [];
  });
  return new Map(states);
}

/** The properties that a step changes: the first name of each path. */
export function changedProperties({ detailedDiff }: PreviewStep): string[] {
  return [...new Set(Object.keys(detailedDiff ?? {}).map((path) => path.replace(/[.[].*/s, "")))];
}

/** What a failed command printed. One with --json prints all its steps, and the errors at the end of them. */
export function errorsOf(printed: string): string {
  const run = jsonObject<{ diagnostics: { severity: string; message: string }[] }>(printed);
  if (!run) return printed;
  return (run.diagnostics ?? [])
    .flatMap(({ severity, message }) => (severity === "error" ? [message.trim()] : []))
    .join("\n");
}
