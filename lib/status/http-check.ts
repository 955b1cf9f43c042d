import type { Executed } from "../docker/exec.ts";
import type { Check } from "./status-model.ts";

/** Seconds in which a server must answer. */
const patience = 8;

/**
 * Asks a URL with what the container has: curl, wget or Node.js. The authority counts only for this request.
 * $1: URL, $2: file of an authority to trust, or nothing.
 */
const script = `
if command -v curl >/dev/null 2>&1; then
  exec curl -sS -o /dev/null -m ${patience} -w 'HTTP %{http_code}' \${2:+--cacert "$2"} "$1"
elif command -v wget >/dev/null 2>&1; then
  wget --version >/dev/null 2>&1 && [ -n "$2" ] && exec wget -t 1 -T ${patience} -O /dev/null --ca-certificate="$2" "$1"
  exec wget -t 1 -T ${patience} -O /dev/null "$1"
elif command -v node >/dev/null 2>&1; then
  [ -z "$2" ] || export NODE_EXTRA_CA_CERTS="$2"
  exec node -e '
    const [, url] = process.argv;
    const say = (text, code) => { console.log(text); process.exit(code); };
    require(url.startsWith("https:") ? "https" : "http")
      .get(url, ({ statusCode }) => say("HTTP " + statusCode, 0))
      .on("error", ({ message, code }) => say(message || code, 1));
    setTimeout(() => say("no answer within ${patience} s", 1), ${patience}000);' "$1"
fi
echo no curl, wget or node
exit 127`;

/** The command that asks a URL in a container. @param authority path in the container of an authority to trust */
export function httpCheckCommand(url: string, authority = ""): string[] {
  return ["sh", "-c", script, "sh", url, authority];
}

/** The result of `httpCheckCommand`. Every answer without a fault of the server shows that the server can be reached. */
export function httpCheckResult({ code, output }: Executed): Pick<Check, "health" | "found"> {
  const status = [...output.matchAll(/(?:HTTP(?:\/[\d.]+)?|response\.\.\.) ([1-9]\d\d)\b/g)].at(-1)?.[1];
  if (status !== undefined && Number(status) >= 500) return { health: "unhealthy", found: `HTTP ${status}` };
  if (status !== undefined || code === 0) return { health: "healthy", found: "answers" };
  const said = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "HTTP 000");
  const found = (said.at(-1) ?? `exit code ${code}`)
    .replace(/^(curl: \(\d+\)|wget:) /, "")
    .replace(/HTTP 000$/, "");
  return { health: code === 127 ? "unknown" : "unhealthy", found };
}
