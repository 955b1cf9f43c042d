import { readFileSync } from "node:fs";
import { openGitLab } from "./open.ts";

const variables = process.env;
const folder = variables.GITLAB_DATA ?? "/var/opt/gitlab";
const tokenFile = variables.GITLAB_ROOT_TOKEN_FILE ?? "/run/secrets/gitlab_root_token";
const port = Number(variables.GITLAB_PORT ?? 8929);
const host = variables.GITLAB_HOST ?? "127.0.0.1";

/** Root reads the token, which nobody else may read, and then becomes this user. */
function goOnAs(name: string): void {
  process.setgroups?.([]);
  process.setgid?.(name);
  process.setuid?.(name);
}

try {
  const rootToken = readFileSync(tokenFile, "utf8").trim();
  if (variables.GITLAB_USER && process.getuid?.() === 0) goOnAs(variables.GITLAB_USER);
  const { server, close } = await openGitLab({
    folder,
    rootToken,
    allowsFaults: variables.GITLAB_FAULTS === "1",
    log: (line) => console.log(line),
  });
  await server.listen({ port, host });
  console.log(`listening on ${host}:${(server.server.address() as { port: number }).port}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(`dev/gitlab: ${(error as Error).message}`);
  process.exit(1);
}
