import { ConfigError } from "./error.ts";

const seconds = 10;
const mostBytes = 1_000_000;

/** A configuration from another server. @throws ConfigError */
export async function fetchText(kind: "Remote" | "Template", name: string, address: string): Promise<string> {
  const failed = (reason: string) =>
    new ConfigError(`${kind} file \`${name}\` could not be fetched because of ${reason}!`);
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError(`${kind} file \`${name}\` does not have a valid address!`);
  }
  if (!/\.ya?ml$/i.test(new URL(address).pathname)) {
    throw new ConfigError(`Included file \`${name}\` does not have YAML extension!`);
  }
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(address, { signal: AbortSignal.timeout(seconds * 1000) });
    text = await limited(answer);
  } catch (error) {
    throw failed((error as Error).name === "TimeoutError" ? "a timeout error" : "a socket error");
  }
  if (!answer.ok) throw failed(`HTTP code \`${answer.status}\` error`);
  if (text.trim() === "") throw new ConfigError(`Included file \`${name}\` is empty or does not exist!`);
  return text;
}

/** One byte more than the limit is enough to refuse it. */
async function limited(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    pieces.push(piece);
    size += piece.length;
    if (size > mostBytes) break;
  }
  return Buffer.concat(pieces).toString("utf8");
}
