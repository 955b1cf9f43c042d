/** Why a command failed, where its output tells. */
export interface Cause {
  /** `full`: a disk; `away`: a server does not answer, or not now; `refused`: a server does not have or give something. */
  readonly kind: "full" | "away" | "refused";
  /** A clause without a full stop. */
  readonly text: string;
}

interface Rule {
  readonly kind: Cause["kind"];
  /** A group, if there is one, is what the text names. */
  readonly pattern: RegExp;
  readonly text: (named: string) => string;
}

const full = () => "the disk is full: free some space";
const away = (server: string) => `${server || "a package server"} does not answer: check network and proxy`;
const refused = (what: string) =>
  `the package registry refuses ${what}: check the registry that this machine uses`;

/** Endings of connections, as go, npm, apt and docker print them after the address. */
const broken =
  "dial tcp|read tcp|(?:unexpected )?EOF|TLS handshake timeout|deadline exceeded|connection (?:refused|reset)" +
  "|ECONN[A-Z]+|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|: (?:429|50[0234]) ";

/** What the tools of set-up print. The first rule that matches counts. */
const rules: readonly Rule[] = [
  {
    kind: "full",
    pattern: /no space left on device|ENOSPC|disk quota exceeded|(?:not|don't have) enough (?:free )?space/i,
    text: full,
  },
  { kind: "away", pattern: new RegExp(`https?://([^/\\s"]+)[^\\n]*?(?:${broken})`), text: away },
  { kind: "away", pattern: /npm error (?:429|50[0234]) [^\n]*https?:\/\/([^/\s]+)/, text: away },
  {
    kind: "away",
    pattern: /Could not (?:resolve|connect to) '?([^\s':]+)|failure resolving '([^']+)/,
    text: away,
  },
  // pip says the same of a server that is away and of one without the package, but warns before of the former.
  { kind: "away", pattern: /after connection broken by|Max retries exceeded/, text: away },
  { kind: "refused", pattern: /(\S+@v\S+): reading https?:[^\n]*: (?:403|404|410) /, text: refused },
  { kind: "refused", pattern: /npm error 40[34] [^\n]*GET https?:\/\/[^/\s]+\/(\S+)/, text: refused },
  { kind: "refused", pattern: /No matching distribution found for (\S+)/, text: refused },
  { kind: "refused", pattern: /Unable to locate package (\S+)/, text: refused },
];

/** The known cause of a failure. Undefined if the output does not tell. */
export function causeOf(output: string): Cause | undefined {
  for (const { kind, pattern, text } of rules) {
    const found = output.match(pattern);
    if (found) return { kind, text: text(found[1] ?? found[2] ?? "") };
  }
  return undefined;
}
