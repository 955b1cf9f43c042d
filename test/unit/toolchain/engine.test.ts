import { expect, test } from "vitest";
import { companions, type MachineFacts, planEngine } from "../../../dev/toolchain/setup/engine.ts";

const debian: MachineFacts = {
  answer: "unreachable",
  dockerHost: undefined,
  systems: ["debian"],
  mayInstall: "root",
  hasSystemd: false,
  hasDockerd: false,
};
const start = { kind: "start", install: true, by: "dockerd" };
const refuse = (reason: string) => ({ kind: "refuse", reason });

test.each<[string, Partial<MachineFacts>, object]>([
  ["bare Debian, root", {}, start],
  ["bare Debian, sudo", { mayInstall: "sudo" }, start],
  ["Ubuntu", { systems: ["ubuntu", "debian"] }, start],
  ["with systemd", { hasSystemd: true }, { ...start, by: "systemd" }],
  ["installed, not running", { hasDockerd: true }, { ...start, install: false }],
  ["an engine that answers", { answer: "answers" }, { kind: "use" }],
  ["an engine that answers elsewhere", { answer: "answers", dockerHost: "ssh://a@b" }, { kind: "use" }],
  [
    "a named engine that is unreachable",
    { dockerHost: "ssh://a@b" },
    refuse("No Docker engine answers at DOCKER_HOST=ssh://a@b: start it, or unset DOCKER_HOST."),
  ],
  [
    "a socket of others",
    { answer: "forbidden", mayInstall: "sudo" },
    refuse("This user may not use the Docker engine: run `sudo usermod -aG docker $USER` and log in again."),
  ],
  [
    "another system",
    { systems: ["fedora"] },
    refuse("No Docker engine answers: install and start Docker (docs.docker.com/engine/install)."),
  ],
  [
    "no rights",
    { mayInstall: "no" },
    refuse("No Docker engine answers, and starting one needs root or sudo: start Docker."),
  ],
])("%s", (_, facts, plan) => {
  expect(planEngine({ ...debian, ...facts })).toEqual(plan);
});

test.each([
  [
    "Debian 12",
    " docker-compose | 1.29.2-3 | http://deb.debian.org/debian bookworm/main amd64 Packages\n",
    [],
  ],
  [
    "Debian 13",
    `docker-cli | 26.1.5+dfsg1-9 | http://deb.debian.org/debian trixie/main amd64 Packages
docker-compose | 2.26.1-4 | http://deb.debian.org/debian trixie/main amd64 Packages
`,
    ["docker-cli", "docker-compose"],
  ],
  [
    "Ubuntu 24.04",
    `docker-compose-v2 | 2.40.3+ds1-0ubuntu1~24.04.1 | http://archive.ubuntu.com/ubuntu noble-updates/universe amd64 Packages
docker-compose-v2 | 2.24.6+ds1-0ubuntu2 | http://archive.ubuntu.com/ubuntu noble/universe amd64 Packages
docker-compose | 1.29.2-6ubuntu1 | http://archive.ubuntu.com/ubuntu noble/universe amd64 Packages
`,
    ["docker-compose-v2"],
  ],
])("with the engine comes what belongs to it: %s", (_, offers, packages) => {
  expect(companions(offers)).toEqual(packages);
});
