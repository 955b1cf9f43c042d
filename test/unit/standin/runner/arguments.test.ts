import { expect, test } from "vitest";
import { type JobPlan, rewrite } from "../../../../dev/runner/engine/arguments.ts";

const plan: JobPlan = {
  labels: { "smallboat.runner.job": "5" },
  filesAt: "/builds/g/p.tmp",
  sources: "/data/5/sources",
  files: "/memory/5/files",
  projectDir: "/builds/g/p",
  helperImage: "runner:1",
  options: ["--volume=/etc/docker/certs.d:/etc/docker/certs.d:ro"],
  jobOptions: [],
  serviceOptions: ["--privileged"],
  environments: {
    job: { file: "/memory/5/job.env", long: { PEM: "a\nb" } },
    "service-0": { file: "/memory/5/service-0.env", long: {} },
  },
  services: { "service-0": { aliases: ["two"], entrypoint: ["sh", "-c"], command: ['a "b" $c'] } },
  pulls: {},
  channel: "/memory/5/channel",
};
const label = "--label=smallboat.runner.job=5";
const files = "gcl-job-1-tmp:/tmp/gitlab-ci-local-file-variables-g-p-1";

test("the job's container has config.toml's options, and no value of a variable among its arguments", () => {
  const args = [
    ...["create", "--interactive", "--user", "0:0", "--network", "n1", "--network-alias", "build"],
    ...["--volume", "gcl-job-1-build:/builds/g/p", "--volume", files, "--workdir", "/builds/g/p"],
    ...["-e", "CI=true", "-e", "SMALLBOAT_RUNNER_ROLE=job", "python:3.13-slim", "sh", "-c", "-e x"],
  ];
  expect(rewrite(args, plan)).toEqual([
    ...["create", label, "--label=smallboat.runner.role=job"],
    ...["--volume=/etc/docker/certs.d:/etc/docker/certs.d:ro", "--env-file=/memory/5/job.env", "--env=PEM"],
    ...["--interactive", "--network", "n1", "--network-alias", "build"],
    ...["--volume", "gcl-job-1-build:/builds/g/p", "--volume", "gcl-job-1-tmp:/builds/g/p.tmp"],
    ...["--workdir", "/builds/g/p", "python:3.13-slim", "sh", "-c", "-e x"],
  ]);
});

test("the job's own user stays", () => {
  const args = ["create", "--user", "0:0", "--user", "app", "-e", "SMALLBOAT_RUNNER_ROLE=job", "image"];
  expect(rewrite(args, { ...plan, options: [], environments: {} })).toEqual([
    "create",
    label,
    "--label=smallboat.runner.role=job",
    "--user",
    "app",
    "image",
  ]);
});

test("a service is recognized by the later of two roles, and may be privileged", () => {
  const args = [
    "-e",
    "SMALLBOAT_RUNNER_ROLE=job",
    "-e",
    "SMALLBOAT_RUNNER_ROLE=service-0",
    "--volume",
    files,
  ];
  expect(rewrite(["create", ...args, "docker:dind"], plan)).toEqual([
    ...["create", label, "--label=smallboat.runner.role=service-0"],
    ...["--volume=/etc/docker/certs.d:/etc/docker/certs.d:ro", "--privileged"],
    ...["--env-file=/memory/5/service-0.env", "--volume", "gcl-job-1-tmp:/builds/g/p.tmp"],
    ...["--network-alias", "two", "--entrypoint=sh", "docker:dind", "-c", 'a "b" $c'],
  ]);
});

test("containers that only carry files get labels, and keep their options", () => {
  const helper = [
    "--user=0:0",
    "--volume=b:/builds/g/p",
    `--volume=${files}`,
    "runner:1",
    "sh",
    "-c",
    "chown",
  ];
  expect(rewrite(["create", ...helper], plan)).toEqual([
    ...["create", label, "--user=0:0", "--volume=b:/builds/g/p"],
    ...["--volume=gcl-job-1-tmp:/builds/g/p.tmp", "runner:1", "sh", "-c", "chown"],
  ]);
});

test("waiting for a service needs only bash", () => {
  const args = ["run", "--rm", "--name=w", "--network", "n1", "runner:1", "web:80", "-t", "30"];
  expect(rewrite(args, plan)).toEqual([
    ...["run", label, "--rm", "--name=w", "--network", "n1", "--entrypoint=timeout", "runner:1", "30"],
    ...["bash", "-c", "until (exec 3<>/dev/tcp/web/80) 2>/dev/null; do sleep 0.1; done"],
  ]);
});

test("any other command goes to docker unchanged", () => {
  expect(rewrite(["network", "connect", "n1", "c"], plan)).toEqual(["network", "connect", "n1", "c"]);
});
