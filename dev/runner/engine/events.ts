/** An event that the wrapper around docker reports to the runner, as one line of JSON. */
export type Event =
  /** The script, or after_script, begins. */
  | { readonly type: "begin" }
  | { readonly type: "output"; readonly base64: string }
  | { readonly type: "end"; readonly exitCode: number }
  | { readonly type: "pull"; readonly image: string; readonly how: string }
  | { readonly type: "pull-failed"; readonly image: string; readonly reason: string };
