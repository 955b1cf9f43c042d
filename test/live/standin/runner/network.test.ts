import { setTimeout as sleep } from "node:timers/promises";
import { generate } from "selfsigned";
import { expect, test } from "vitest";
import { RunnerContainer } from "./container.ts";
import { ScriptedGitLab } from "./scripted-gitlab.ts";

const timeout = 180_000;

async function certificate(): Promise<{ key: string; cert: string }> {
  const names = [{ type: 7 as const, ip: "172.17.0.1" }];
  const extensions = [
    { name: "basicConstraints" as const, cA: true },
    { name: "subjectAltName" as const, altNames: names },
  ];
  const { private: key, cert } = await generate([{ name: "commonName", value: "172.17.0.1" }], {
    extensions,
  });
  return { key, cert };
}

test.concurrent("a GitLab with a private certificate is trusted by its authority, and only by it", {
  timeout,
}, async (context) => {
  const tls = await certificate();
  const gitlab = await ScriptedGitLab.start({ tls, context });
  const stranger = await RunnerContainer.start({ url: gitlab.url }, context);
  const job = gitlab.give({ script: ["cat folder/file.txt", 'head -n 1 "$CI_SERVER_TLS_CA_FILE"'] });
  await expect
    .poll(() => stranger.said(), { timeout: 60_000, interval: 500 })
    .toMatch(/172\.17\.0\.1:\d+ cannot be reached: .*certificate/);
  expect(job.takenBy).toBe("");
  const toml = 'tls-ca-file = "/etc/gitlab-runner/authority.crt"';
  await RunnerContainer.start({ url: gitlab.url, toml, files: { "authority.crt": tls.cert } }, context);
  await job.ended();
  expect([job.final?.state, job.text()]).toEqual([
    "success",
    expect.stringMatching(/\nfrom the repository\n.*\n-----BEGIN CERTIFICATE-----\n/),
  ]);
});

test.concurrent("two runners share the work, each within its limits", { timeout }, async (context) => {
  const gitlab = await ScriptedGitLab.start({ context });
  const one = await RunnerContainer.start({ url: gitlab.url, toml: "limit = 1" }, context);
  const two = await RunnerContainer.start({ url: gitlab.url, toml: "limit = 1" }, context);
  const jobs = [1, 2, 3, 4].map((i) => gitlab.give({ script: [`sleep 2; echo number ${i}`] }));
  await Promise.all(jobs.map((job) => job.ended(120)));
  expect(jobs.map((job) => job.final?.state)).toEqual(jobs.map(() => "success"));
  expect(new Set(jobs.map((job) => job.takenBy))).toEqual(
    new Set([await one.systemId(), await two.systemId()]),
  );
});

test.concurrent("a runner that GitLab does not know says so once, and works when GitLab knows it", {
  timeout,
}, async (context) => {
  const gitlab = await ScriptedGitLab.start({ context });
  gitlab.tokens = [];
  const runner = await RunnerContainer.start({ url: gitlab.url }, context);
  const job = gitlab.give({ script: ["true"] });
  await expect
    .poll(() => runner.said(), { timeout: 60_000, interval: 500 })
    .toContain("does not know this runner");
  // It asks once more at least.
  await sleep(4000);
  gitlab.tokens = ["glrt-scripted"];
  await job.ended();
  expect((await runner.said()).match(/does not know this runner/g)?.length).toBe(1);
  expect(await runner.said()).toContain("GitLab answers again");
});
