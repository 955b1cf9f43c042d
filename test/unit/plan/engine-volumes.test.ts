import { expect, test } from "vitest";
import { draftStage } from "../../../lib/plan/index.ts";
import { type Problem, problemLine } from "../../../lib/problems/index.ts";
import { settings } from "./stage.ts";

const open = { host: "far", tags: ["shared"] };
const containers = { host: "far", tags: ["containers"], privileged: true };

function lines(runner: object, options: object, kind = "container-app"): string[] {
  const checked = settings({
    gitlab: { url: "https://gitlab.example.com" },
    projects: { app: { kind, options }, other: { kind: "python-module" } },
    runners: { open, one: { ...containers, ...runner }, two: { ...containers, scope: "other" } },
    secrets: { GITLAB_TOKEN: "glpat" },
  });
  const problems: Problem[] = [];
  draftStage(checked, import.meta.dirname, problems);
  return problems.map(problemLine).filter((line) => line.includes("smallboat:runners"));
}

const tls = { engine: { tls: true } };
const line = (found: string) =>
  "Pulumi.dev.yaml smallboat:runners.one.volumes: expected /certs/client, which jobs of app share with an engine that has TLS, " +
  `found ${found}; add /certs/client, or leave engine.tls out of the project's options`;
const socket = "/var/run/docker.sock:/var/run/docker.sock";

test.each(["container-app", "container-image", "infrastructure", "realworld-app", "twelve-factor-app"])(
  "a runner of a %s whose engine has TLS needs the volume of its certificates",
  (kind) => {
    expect(lines({}, tls, kind)).toEqual([line("none")]);
    expect(lines({ volumes: [socket] }, tls, kind)).toEqual([line(socket)]);
    expect(lines({ volumes: [socket, "/certs/client"] }, tls, kind)).toEqual([]);
  },
);

test("a named volume there serves, and without TLS none is needed", () => {
  expect(lines({ volumes: ["certificates:/certs/client"] }, tls)).toEqual([]);
  expect(lines({ paused: true }, tls).filter((found) => found.includes("volumes"))).toEqual([]);
  expect(lines({}, {})).toEqual([]);
});
