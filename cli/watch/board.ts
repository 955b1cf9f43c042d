import { counts, type Finding, type Health, type Thing } from "../../lib/status/index.ts";

/** The result of a look at some things. */
export interface Looked {
  readonly things: readonly Thing[];
  readonly findings: readonly Finding[];
  /** Addresses of extra things that were looked at too. Default: none. */
  readonly extras?: readonly string[];
}

/** Remembers what the last look found, and says what has changed since. */
export class Board {
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #health = new Map<string, Health>();

  /** @returns a line for each finding that appeared or is gone, and for each thing that became unhealthy or healthy */
  note({ things, findings, extras = [] }: Looked): string[] {
    // What is gone is not right again in any of its fields.
    const missing = new Set(things.flatMap(({ address, health }) => (health === "missing" ? [address] : [])));
    const looked = new Set([...things, ...findings].map(({ address }) => address).concat(extras));
    const changes = [...looked].flatMap((address) => {
      const before = this.#findings.get(address) ?? [];
      const now = findings.filter((each) => each.address === address && counts(each));
      this.#findings.set(address, now);
      return [...appeared(before, now), ...(missing.has(address) ? [] : recovered(before, now))];
    });
    return [...changes, ...things.flatMap((each) => this.#healthLine(each))];
  }

  /** The addresses of things with findings for which this is true. */
  addresses(isWanted: (finding: Finding) => boolean): string[] {
    return [...this.#findings].flatMap(([address, findings]) => (findings.some(isWanted) ? [address] : []));
  }

  /** A line about the health of a thing. Findings report containers that stopped or are gone. */
  #healthLine({ address, health, state }: Thing): string[] {
    const before = this.#health.get(address) ?? "healthy";
    if (health === "starting") return [];
    this.#health.set(address, health);
    if (before !== "unhealthy" && health === "unhealthy")
      return [`${address}: unhealthy${state === undefined ? "" : `, ${state}`}`];
    return before === "unhealthy" && health === "healthy" ? [`${address}: healthy again`] : [];
  }
}

function appeared(before: readonly Finding[], now: readonly Finding[]): string[] {
  const known = new Set(before.map(({ id }) => id));
  return now.flatMap(({ id, address, text, cause }) =>
    known.has(id) ? [] : [`${address}: ${text} (${cause})`],
  );
}

function recovered(before: readonly Finding[], now: readonly Finding[]): string[] {
  const fields = new Set(now.map(({ field }) => field));
  const gone = before.filter(({ field }) => !fields.has(field));
  return gone.map(({ address, text }) => `${address}: right again (was: ${text})`);
}
