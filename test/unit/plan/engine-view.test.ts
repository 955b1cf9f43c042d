import { expect, test } from "vitest";
import type { StackPlan } from "../../../lib/compose/index.ts";
import { connect } from "../../../lib/docker/client.ts";
import { abandonedContainers, type EngineView, restoredWarnings } from "../../../lib/plan/engine-view.ts";
import { containerPlan } from "../components/host-stack.ts";
import { observation, observed, snapshot } from "../support/engine-facts.ts";

const restored = { "smallboat.restored": "2026-11-25T21:04:09Z" };
const plan: StackPlan = {
  project: "s",
  networks: [],
  volumes: [],
  images: [],
  containers: [containerPlan("web")],
  notes: [],
};
const view: EngineView = {
  engine: connect("unix:///nonexistent/docker.sock"),
  host: "Local",
  owner: { stage: "dev" },
  snapshot: snapshot(),
  observed: observation({
    containers: new Map([
      ["web", observed({ labels: restored })],
      ["gone", observed({ labels: restored })],
      ["other", observed()],
    ]),
  }),
  plans: [plan],
};

test("a rolled back container without a stack is removed; one of a stack is reported", () => {
  expect(abandonedContainers(view)).toEqual([{ host: "Local", name: "gone" }]);
  const since = "runs the earlier version; the new one failed at 2026-11-25T21:04:09Z";
  expect(restoredWarnings(view)).toEqual([
    `container web on Local ${since}; the new one is tried again`,
    `container gone on Local ${since}; its stack is gone, so it is removed`,
  ]);
});
