import { jsonObject } from "./json.ts";
import type { PropertyMap, Resource } from "./resource.ts";

/** The used part of the output of `pulumi preview --json`. */
export interface Preview {
  readonly steps: readonly PreviewStep[];
}

export interface PreviewStep {
  /** `create`, `same`, `update`, `replace` or `delete`; `refresh` for what its provider reads anew first. */
  readonly op: string;
  readonly urn: string;
  readonly oldState?: Resource | null;
  readonly newState?: Resource | null;
  /** Changes by property path. */
  readonly detailedDiff?: PropertyMap | null;
}

/** The file that `pulumi preview --save-plan` writes. Secrets are ciphertext. */
export interface UpdatePlan {
  /** Plans by URN. */
  readonly resourcePlans: Readonly<
    Record<
      string,
      {
        readonly goal?: { readonly inputDiff?: { readonly adds?: PropertyMap } };
        readonly state?: PropertyMap;
        /** In the words of `PreviewStep.op`. */
        readonly steps?: readonly string[];
        /** Of names that Pulumi makes up: another one in each plan. */
        readonly seed?: unknown;
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

/** The names of the properties that a step changes, without what is below them. */
export function changedProperties({ detailedDiff }: PreviewStep): string[] {
  return [...new Set(Object.keys(detailedDiff ?? {}).map((path) => path.replace(/[.[].*/s, "")))];
}

/** The errors of a failed command. With --json, they are among its printed steps. */
export function errorsOf(printed: string): string {
  const run = jsonObject<{ diagnostics: { severity: string; message: string }[] }>(printed);
  if (!run) return printed;
  return (run.diagnostics ?? [])
    .flatMap(({ severity, message }) => (severity === "error" ? [message.trim()] : []))
    .join("\n");
}
