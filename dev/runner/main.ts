/**
 * `node main.ts [--config <file>] [--data <folder>] [--memory <folder>] [--healthy <file>]`.
 * SIGQUIT: it takes no further jobs, and running jobs may end. SIGTERM or SIGINT: running jobs end now.
 */
import { parseArgs } from "node:util";
import { ConfigError } from "./config/settings.ts";
import { runner } from "./runner.ts";

const { values } = parseArgs({
  options: {
    config: { type: "string", default: "/etc/gitlab-runner/config.toml" },
    data: { type: "string", default: "/var/lib/smallboat-runner" },
    memory: { type: "string", default: "/dev/shm" },
    healthy: { type: "string", default: "/run/smallboat-runner-healthy" },
  },
});
const [quit, abort] = [new AbortController(), new AbortController()];
process.on("SIGQUIT", () => quit.abort());
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => abort.abort());
try {
  await runner({
    ...values,
    say: (text) => console.log(`${new Date().toISOString()} ${text}`),
    quit: quit.signal,
    abort: abort.signal,
  });
} catch (error) {
  const prefix = error instanceof ConfigError ? `${values.config}: ` : "";
  for (const line of (error as Error).message.split("\n")) console.error(prefix + line);
  process.exitCode = 1;
}
