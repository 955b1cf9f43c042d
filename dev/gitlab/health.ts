/** Exits with 0 if the server of this container is ready. */
const port = process.env.GITLAB_PORT ?? "8929";
const answer = await fetch(`http://127.0.0.1:${port}/-/readiness`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
