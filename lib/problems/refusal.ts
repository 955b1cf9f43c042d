import { type Problem, problemLine } from "./index.ts";

/** The end of a preview's line about a problem that stops an update. */
const mark = " [stops an update]";

/** The line of a problem that a preview reports as a warning, and that stops an update. */
export function refusalLine(problem: Problem): string {
  return `${problemLine(problem)}${mark}`;
}

/** The line of such a problem in what a preview said. Undefined for other messages. */
export function refusalIn(message: string): string | undefined {
  return message.endsWith(mark) ? message.slice(0, -mark.length) : undefined;
}
