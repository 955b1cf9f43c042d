import { expect, test } from "vitest";
import type { EngineNetwork } from "../../../lib/docker/networks.ts";
import { type ObservationScope, observationOf } from "../../../lib/docker/observation.ts";
import type { EngineVolume } from "../../../lib/docker/volumes.ts";
import { container, inspected, snapshot } from "../support/engine-facts.ts";

const owner = { stage: "dev", id: "1a" };
const ours = { "smallboat.stage": "dev", "smallboat.incarnation": "1a.f3" };
const namesakes = { "smallboat.stage": "dev", "smallboat.incarnation": "2b.f3" };
const compose = { "com.docker.compose.project": "shop" };

/** By name: what each label makes of a container, a network and a volume of that name. */
const things: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  own: ours,
  namesakes,
  "of prod": { "smallboat.stage": "prod" },
  adopted: compose,
  "made anew": { ...compose, "smallboat.stage": "prod" },
  "of compose": compose,
  named: {},
  strange: {},
};
const whole = snapshot({
  containers: Object.entries(things).map(([name, labels]) =>
    container({ id: `id of ${name}`, name, labels }),
  ),
  inspected: new Map(Object.keys(things).map((name) => [`id of ${name}`, inspected({ Name: `/${name}` })])),
  networks: Object.entries(things).map(([Name, Labels]) => ({ Name, Labels }) as EngineNetwork),
  volumes: Object.entries(things).map(([Name, Labels]) => ({ Name, Labels }) as EngineVolume),
});

/** The names of what belongs to the stage. */
function names(scope: Partial<ObservationScope>, found = whole) {
  const observed = observationOf(found, owner, { containers: [], networks: [], volumes: [], ...scope });
  return {
    containers: [...observed.containers.keys()],
    networks: [...observed.networks.keys()],
    volumes: [...observed.volumes.keys()],
  };
}

test("a resource with the stage's label is its own, unless a namesake made it", () => {
  expect(names({})).toEqual({ containers: ["own"], networks: ["own"], volumes: ["own"] });
});

test("adopted containers and networks are its own by name and labels, until somebody recreates them", () => {
  const adopted = ["adopted", "made anew", "strange"].map((name) => ({ name, adopts: compose }));
  expect(names({ containers: adopted })).toEqual({
    containers: ["own", "adopted"],
    networks: ["own"],
    volumes: ["own"],
  });
  expect(names({ networks: adopted }).networks).toEqual(["own", "adopted"]);
});

test("named volumes are inspected, whoever made them", () => {
  expect(names({ volumes: ["named", "of prod", "missing"] }).volumes).toEqual(["own", "of prod", "named"]);
});

test("a container has the facts of the engine's list and of inspect; a container that is removed in between is left out", () => {
  const scope = { containers: [], networks: [], volumes: [] };
  expect(observationOf(whole, owner, scope).containers.get("own")).toEqual({
    ...container({ id: "id of own", name: "own", labels: ours }),
    inspected: inspected({ Name: "/own" }),
  });
  expect(names({}, { ...whole, inspected: new Map() }).containers).toEqual([]);
});
