import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { docker, RunnerContainer } from "./container.ts";
import { ScriptedGitLab } from "./scripted-gitlab.ts";

const timeout = 180_000;

/** Arguments of all processes of this machine, containers' too, that contain one of these. */
function argumentsWith(secrets: readonly string[]): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .filter((line) => secrets.some((secret) => line.includes(secret)));
}

test("secrets are in no log, in no process's arguments, on no disk of the runner", { timeout }, async () => {
  const gitlab = await ScriptedGitLab.start();
  const runner = await RunnerContainer.start({ url: gitlab.url });
  const secrets = ["S3cret-value-of-AFCRED", "begin-of-file\nS3cret-second-line", "S3cret-of-a-service"];
  const job = gitlab.give({
    script: [
      'echo "all: $AFCRED, token: $CI_JOB_TOKEN"',
      "printf %s S3cret-val; sleep 2; printf '%s\\n' ue-of-AFCRED",
      'cat "$FILE"',
      "echo begun; sleep 4",
      'test "$(printf %s "$AFCRED" | tail -c 6)" = AFCRED',
    ],
    variables: [
      { key: "AFCRED", value: secrets[0] ?? "", masked: true, raw: true },
      { key: "FILE", value: secrets[1] ?? "", masked: true, file: true },
      { key: "CI_JOB_TOKEN", value: "glcbt-S3cret-job-token", masked: true },
    ],
    services: [{ name: "nginx:1.26", variables: [{ key: "OF_SERVICE", value: secrets[2] ?? "" }] }],
  });
  const seen: string[] = [];
  while (!job.log.includes("\nbegun")) {
    seen.push(...argumentsWith(["S3cret-value", "S3cret-second", "S3cret-of-a", job.job.token]));
    if (job.final) throw new Error(job.text());
    await sleep(5);
  }
  const search =
    "grep -rlE 'S3cret-(value|second|of-a)|glcbt-' /var/lib /tmp /opt /root /home /etc /run || true";
  const onDisk = await docker("exec", runner.name, "sh", "-c", search);
  await job.ended();
  expect(seen).toEqual([]);
  expect(onDisk).toBe("");
  expect(job.final?.state).toBe("success");
  expect(job.text()).toMatch(/\nall: \[MASKED\], token: \[MASKED\]\n/);
  expect(job.text()).not.toMatch(/S3cret-value|S3cret-second|glcbt-/);
  expect(await runner.said()).not.toMatch(/S3cret|glcbt-|glrt-/);
  expect(await docker("exec", runner.name, "sh", "-c", "ls /dev/shm/*")).toBe("");
});
