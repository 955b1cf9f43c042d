import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bcrypt from "bcryptjs";
import { generate } from "selfsigned";
import { expect, type TestContext, test } from "vitest";
import { withEngineService } from "../../../../lib/pipelines/jobs/docker.ts";
import { healthy } from "../../support/healthy.ts";
import { freePort, randomName } from "../../support/names.ts";
import { docker } from "./container.ts";
import { pair } from "./pair.ts";

/** A registry with login and a certificate of its own, at an address that means the same everywhere. */
async function registry({ onTestFinished }: TestContext): Promise<{ address: string; authorities: string }> {
  const folder = await mkdtemp(join(tmpdir(), "registry-"));
  const [name, port] = [randomName(), await freePort()];
  const address = `172.17.0.1:${port}`;
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") console.error(await docker("logs", name));
    await docker("rm", "--force", "--volumes", name);
    await rm(folder, { recursive: true });
  });
  const extensions = [
    { name: "basicConstraints" as const, cA: true },
    { name: "subjectAltName" as const, altNames: [{ type: 7 as const, ip: "172.17.0.1" }] },
  ];
  const { private: key, cert } = await generate([{ name: "commonName", value: "registry" }], { extensions });
  await mkdir(join(folder, "certs.d", address), { recursive: true });
  await writeFile(join(folder, "certs.d", address, "ca.crt"), cert);
  await writeFile(join(folder, "tls.crt"), cert);
  await writeFile(join(folder, "tls.key"), key);
  await writeFile(join(folder, "htpasswd"), `repouser:${await bcrypt.hash("S3cret-of-repouser", 4)}\n`);
  const environment = {
    REGISTRY_HTTP_TLS_CERTIFICATE: "/own/tls.crt",
    REGISTRY_HTTP_TLS_KEY: "/own/tls.key",
    REGISTRY_AUTH: "htpasswd",
    REGISTRY_AUTH_HTPASSWD_REALM: "test",
    REGISTRY_AUTH_HTPASSWD_PATH: "/own/htpasswd",
  };
  const variables = Object.entries(environment).map(([key, value]) => `--env=${key}=${value}`);
  const published = `--publish=172.17.0.1:${port}:5000`;
  await docker(
    "run",
    "--detach",
    `--name=${name}`,
    published,
    `--volume=${folder}:/own:ro`,
    ...variables,
    "registry:3",
  );
  await healthy(name, ["wget", "-q", "--spider", "--no-check-certificate", "https://127.0.0.1:5000/"]);
  return { address, authorities: join(folder, "certs.d") };
}

const build = [
  "docker info --format '{{.ServerVersion}}'",
  // The engine is the job's own, not the host's.
  "test -z $(docker ps --all --quiet)",
  // An image without a registry to pull from: this container's own programs.
  "tar --create --one-file-system --exclude=docker* --directory=/ ./bin ./lib ./lib64 ./usr/bin ./usr/lib ./usr/lib64 | docker import - base:1",
  'printf \'FROM base:1\\nRUN echo built > /said\\nCMD ["/bin/cat", "/said"]\\n\' > Dockerfile',
  "docker build --tag $ADDRESS/app:1 . >build.log 2>&1 || { cat build.log; exit 1; }",
  "docker run --rm --volume $PWD/folder:/v $ADDRESS/app:1 cat /said /v/file.txt",
  'echo "$AFCRED" | docker login --username repouser --password-stdin $ADDRESS',
  "docker push --quiet $ADDRESS/app:1",
  "docker logout $ADDRESS",
];

test.concurrent.for([
  ["by TLS", true],
  ["in plain", false],
] as const)(
  "a job builds, runs and pushes an image with the engine of a pipeline beside the host's socket, reached %s",
  { timeout: 480_000 },
  async ([, tls], context) => {
    const images = { dind: "docker:26.1-dind" };
    const { services, variables } = withEngineService(
      { images, engine: { tls } },
      { project: "app", stage: "test", privateAuthority: false },
    );
    const { address, authorities } = await registry(context);
    const socket = "/var/run/docker.sock:/var/run/docker.sock";
    const volumes = `volumes = ["/certs/client", "${socket}", "${authorities}:/etc/docker/certs.d:ro"]`;
    const { gitlab, runner } = await pair(context, { docker: `privileged = true\n${volumes}` });
    const job = gitlab.give({
      script: ["timeout 60 sh -c 'until docker info >/dev/null 2>&1; do sleep 0.2; done'", ...build],
      image: { name: "docker:26.1-cli" },
      services: services.map((service) => ({ ...service, command: [...service.command] })),
      runner_info: { timeout: 400 },
      variables: [
        ...Object.entries(variables).map(([key, value]) => ({ key, value })),
        { key: "ADDRESS", value: address },
        { key: "AFCRED", value: "S3cret-of-repouser", masked: true },
      ],
    });
    await job.ended(420);
    expect([job.final?.state, job.text()]).toEqual([
      "success",
      expect.stringMatching(
        /\n26\.1[\s\S]*\nbuilt\nfrom the repository\n[\s\S]*\nLogin Succeeded\n[\s\S]*app:1\n/,
      ),
    ]);
    expect(await runner.leftOvers(await runner.systemId())).toEqual([]);
  },
);
