import type { Problem } from "../problems/index.ts";
import type { Failure } from "./readiness.ts";

/** A container that failed to become ready. */
export interface FailedContainer {
  readonly path: string;
  readonly name: string;
  readonly failure: Failure;
  readonly remedy: string;
}

/** The problem of a container that failed, with the last lines of its log and its healthcheck. @param secrets are hidden */
export function failureProblem(
  { path, name, failure: { expected, found, logs }, remedy }: FailedContainer,
  secrets: readonly string[],
): Problem {
  const sayings = Object.entries(logs)
    .filter(([, lines]) => lines.length > 0)
    .map(([who, lines]) => `, ${who} saying ${lines.map((line) => `"${shown(line, secrets)}"`).join(" ")}`);
  return { path, expected: `container ${name} ${expected}`, found: found + sayings.join(""), remedy };
}

const shownLetters = 200;

function shown(text: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
  return hidden.slice(0, shownLetters);
}

export function seeLogs(container: string): string {
  return `see why with: docker logs ${container}`;
}
