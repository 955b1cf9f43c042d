import { expect, test } from "vitest";
import { RunnerContainer } from "./container.ts";
import { ScriptedGitLab } from "./scripted-gitlab.ts";

test("a job finds its sources and says what it does", { timeout: 120_000 }, async () => {
  const gitlab = await ScriptedGitLab.start();
  const runner = await RunnerContainer.start({ url: gitlab.url });
  const job = gitlab.give({
    script: [
      "cat folder/file.txt .hidden",
      'echo "in $CI_PROJECT_DIR" >&2',
      "git --version || true",
      "pwd; id -u",
    ],
    afterScript: ['echo "it was a $CI_JOB_STATUS"'],
  });
  await job.ended();
  console.log(job.log.toString());
  expect(job.final).toMatchObject({ state: "success" });
});
