import { expect, test } from "vitest";
import { CommandLines } from "../../support/command-lines.ts";
import { docker, RunnerContainer } from "./container.ts";
import { ScriptedGitLab } from "./scripted-gitlab.ts";

const timeout = 180_000;

test("secrets are in no log, in no process's arguments, on no disk of the runner", { timeout }, async () => {
  const gitlab = await ScriptedGitLab.start();
  const runner = await RunnerContainer.start({ url: gitlab.url });
  const secrets = ["S3cret-value-of-AFCRED", "begin-of-file\nS3cret-second-line", "S3cret-of-a-service"];
  const commandLines = new CommandLines();
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
  await job.until(() => job.log.includes("\nbegun") || job.final !== undefined);
  const seen = await commandLines.stop();
  const search =
    "grep -rlE 'S3cret-(value|second|of-a)|glcbt-' /var/lib /tmp /opt /root /home /etc /run || true";
  const onDisk = await docker("exec", runner.name, "sh", "-c", search);
  await job.ended();
  expect(
    ["S3cret-value", "S3cret-second", "S3cret-of-a", job.job.token].filter((secret) => seen.includes(secret)),
  ).toEqual([]);
  expect(onDisk).toBe("");
  expect(job.final?.state).toBe("success");
  expect(job.text()).toMatch(/\nall: \[MASKED\], token: \[MASKED\]\n/);
  expect(job.text()).not.toMatch(/S3cret-value|S3cret-second|glcbt-/);
  expect(await runner.said()).not.toMatch(/S3cret|glcbt-|glrt-/);
  expect(await docker("exec", runner.name, "sh", "-c", "ls /dev/shm/*")).toBe("");
});
