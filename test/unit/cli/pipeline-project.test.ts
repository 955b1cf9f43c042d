import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import selfsigned from "selfsigned";
import { expect, onTestFinished, test } from "vitest";
import { projectOfPipeline } from "../../../cli/stage/pipeline-project.ts";

/** The variables of a job whose GitLab has a certificate that nobody knows. @returns them and the certificate */
async function jobOf(): Promise<{ env: NodeJS.ProcessEnv; cert: string }> {
  const { private: key, cert } = await selfsigned.generate([{ name: "commonName", value: "127.0.0.1" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const server = createServer({ key, cert }, (_, response) => response.end('{"id":3}'));
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const env = {
    CI_API_V4_URL: `https://127.0.0.1:${port}/api/v4`,
    ...{ CI_PROJECT_ID: "7", CI_DEFAULT_BRANCH: "main", GITLAB_TOKEN: "glpat-x" },
  };
  return { env, cert };
}

test("the authority that the runner knows is trusted", async () => {
  const { env, cert } = await jobOf();
  const folder = mkdtempSync(join(tmpdir(), "smallboat-authority-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "ca.pem");
  writeFileSync(file, cert);
  const trusting = projectOfPipeline({ ...env, CI_SERVER_TLS_CA_FILE: file });
  expect([trusting.path, await trusting.userId()]).toEqual(["/projects/7", 3]);
  await expect(projectOfPipeline(env).userId()).rejects.toThrow("self-signed certificate");
});

test("each missing variable of a job is named", () => {
  const remedy = "run this in a pipeline of the default branch, with GITLAB_TOKEN among the stage's secrets";
  expect(() => projectOfPipeline({ CI_PROJECT_ID: "7", CI_DEFAULT_BRANCH: "main" })).toThrow(
    ["CI_API_V4_URL", "GITLAB_TOKEN"]
      .map((name) => `${name}: expected a variable of the job, found none; ${remedy}`)
      .join("\n"),
  );
});
