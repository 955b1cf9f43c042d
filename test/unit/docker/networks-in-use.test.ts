import { expect, test } from "vitest";
import { type NetworkToRemove, networkInUseProblems } from "../../../lib/docker/networks-in-use.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { container } from "../support/engine-facts.ts";

const owner = { stage: "dev" };
const networks: readonly NetworkToRemove[] = [
  { name: "front", host: "Local", fate: "removed" },
  { name: "back", host: "Local", fate: "replaced" },
];
const lines = (facts: Parameters<typeof container>[0], goes = false) =>
  networkInUseProblems([container(facts)], networks, owner, () => goes).map(problemLine);

test.each(["running", "paused", "restarting"])(
  "a %s container on a network is reported with its owner",
  (state) => {
    const remedy = (network: string) =>
      `run "docker rm -f web", or run "docker network disconnect ${network} web"`;
    expect(lines({ state, networks: ["back", "front", "other"] })).toEqual([
      `network front on Local: expected no other container to use it when it is removed, found container "web" of image "nginx:1.29" that smallboat did not create; ${remedy("front")}`,
      `network back on Local: expected no other container to use it when it is replaced, found container "web" of image "nginx:1.29" that smallboat did not create; ${remedy("back")}`,
    ]);
  },
);

test("a container of the stage that stays is only disconnected", () => {
  expect(lines({ labels: { "smallboat.stage": "dev" }, networks: ["front"] })).toEqual([
    'network front on Local: expected no other container to use it when it is removed, found container "web" of stage "dev"; ' +
      'run "docker network disconnect front web"',
  ]);
});

test("a container that does not run, is on other networks, or is removed earlier, is not reported", () => {
  expect(lines({ state: "exited", networks: ["front"] })).toEqual([]);
  expect(lines({ networks: ["other"] })).toEqual([]);
  expect(lines({ networks: ["front"] }, true)).toEqual([]);
});
