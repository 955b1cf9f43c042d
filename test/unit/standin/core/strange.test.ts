import { expect, test } from "vitest";
import { routes } from "../../../../dev/gitlab/app.ts";
import { type InnerGitLab, innerGitLab, mergeRequest, projectWithCommit } from "../work/api.ts";

/** One of these, and one of the others, comes to each parameter. */
const always: readonly unknown[] = [{ toString: 1 }, "\0"];
const others: readonly unknown[] = [
  [{ toString: 1 }],
  { constructor: { prototype: 1 } },
  "constructor",
  "__proto__",
  -1,
  1e300,
  null,
  true,
  [],
  [[null]],
];
const names = ["constructor", "%00", "9".repeat(40), "%2e%2e"];

/** Calls that end nothing that the next ones need. */
const asked = routes.filter(
  ({ verb, path }) =>
    verb !== "DELETE" && verb !== "HEAD" && !path.includes("/block") && path !== "/jobs/request",
);

/** The answers with 500 among requests, as lines. */
async function faults(
  inner: InnerGitLab,
  requests: Iterable<{ method: string; url: string; payload?: object }>,
) {
  const found: string[] = [];
  for (const { method, url, payload } of requests) {
    const headers = { "private-token": "glpat-unit-test-root-token", host: "gitlab.test" };
    const answer = await inner.gitlab.server.inject({
      ...{ method: method as "GET", url: `/api/v4${url}`, headers },
      ...(payload && { payload }),
    });
    if (answer.statusCode === 500) found.push(`${method} ${url} ${JSON.stringify(payload)}`);
  }
  return found;
}

test("any parameter gets an answer, never a fault of the server", {
  timeout: 120_000,
}, async () => {
  const inner = await innerGitLab();
  await inner.ok("POST", "/groups", { name: "team", path: "team" });
  const { id } = await projectWithCommit(inner);
  await mergeRequest(inner, id);
  const url = (path: string) => path.replaceAll(/:\w+/g, "1").replace("*", "README.md");
  const params = asked.flatMap(({ verb, path, options }) =>
    Object.keys(options.params ?? {}).map((name) => ({ method: verb, path: url(path), name })),
  );
  const requests = params.flatMap(({ method, path, name }, place) =>
    [always[place % always.length], others[place % others.length]].map((value) =>
      method === "GET" && typeof value !== "object"
        ? { method, url: `${path}?${name}=${encodeURIComponent(String(value))}` }
        : { method, url: path, payload: { [name]: value } },
    ),
  );
  expect(await faults(inner, requests)).toEqual([]);
});

test("any path gets an answer", { timeout: 120_000 }, async () => {
  const inner = await innerGitLab();
  await projectWithCommit(inner);
  const requests = asked.flatMap(({ verb, path }) =>
    names.flatMap((name) => {
      const all = path.replaceAll(/:\w+|\*/g, name);
      const below = path.replace(/:\w+/, "1").replaceAll(/:\w+|\*/g, name);
      return [...new Set([all, below])].map((url) => ({ method: verb, url }));
    }),
  );
  expect(await faults(inner, requests)).toEqual([]);
});
