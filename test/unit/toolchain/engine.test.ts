import { expect, test } from "vitest";
import { type MachineFacts, planEngine } from "../../../toolchain/setup/engine.ts";

const debian: MachineFacts = {
  answer: "silent",
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
    "a named engine that is silent",
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
