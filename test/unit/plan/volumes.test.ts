import { expect, test } from "vitest";
import type { StackPlan, VolumePlan } from "../../../lib/compose/index.ts";
import type { EngineVolume } from "../../../lib/docker/volumes.ts";
import { keptVolumeWarnings } from "../../../lib/plan/kept-volumes.ts";
import {
  idleAllowances,
  missingVolumes,
  type VolumeEngine,
  type VolumeFacts,
  volumeReport,
  withVolumeLives,
} from "../../../lib/plan/volumes.ts";
import { problemLine } from "../../../lib/problems/index.ts";

const where = "stacks/Local/app/compose.yaml:9:3";
const own = [
  { label: "com.docker.compose.project", value: "app" },
  { label: "com.docker.compose.volume", value: "share" },
  { label: "smallboat.stage", value: "dev" },
];
const volume = (fields: Partial<VolumePlan["fields"]> = {}, facts: Partial<VolumePlan> = {}): VolumePlan => ({
  key: "share",
  external: false,
  where,
  fields: { name: "app_share", labels: own, ...fields },
  ...facts,
});
const live = (facts: Partial<EngineVolume> = {}): EngineVolume => ({
  Name: "app_share",
  Driver: "local",
  Options: null,
  Labels: Object.fromEntries(own.map(({ label, value }) => [label, value])),
  Mountpoint: "/data",
  ...facts,
});
const facts = (found: readonly EngineVolume[], more: Partial<VolumeFacts> = {}): VolumeFacts => ({
  live: new Map(found.map((each) => [each.Name, each])),
  lost: new Set(),
  allowed: [],
  place: "Local",
  secrets: [],
  ...more,
});
const plan = (volumes: readonly VolumePlan[], project = "app"): StackPlan => ({
  project,
  networks: [],
  volumes,
  images: [],
  containers: [],
  notes: [],
});

/** What becomes of one volume, and the lines that a preview says. */
function outcome(declared: VolumePlan, known: VolumeFacts) {
  const { refusals, warnings } = volumeReport(plan([declared]), known);
  const [after] = withVolumeLives(plan([declared]), known).volumes;
  const { ignoreChanges, isRenewed } = after as VolumePlan;
  return { ignoreChanges, isRenewed, said: [...refusals.map(problemLine), ...warnings] };
}

const asItIs = { ignoreChanges: undefined, isRenewed: undefined, said: [] };
const keptAsItIs = { ...asItIs, ignoreChanges: ["driver", "driverOpts", "labels"] };
const renewed = { ignoreChanges: [], isRenewed: true };
const remedy = 'undo the change, or lose the volume\'s data with "make up ALLOW_DELETE=app_share"';
const opts = { type: "tmpfs", o: "size=16m" };

test.each<[string, VolumePlan, VolumeFacts, object]>([
  ["new", volume(), facts([]), asItIs],
  ["as declared", volume({ driverOpts: opts }), facts([live({ Options: opts })]), asItIs],
  ["made by another, without labels", volume(), facts([live({ Labels: null })]), asItIs],
  [
    "gone since an earlier run",
    volume(),
    facts([], { lost: new Set(["app_share"]) }),
    {
      ...renewed,
      said: [`${where}: volume app_share is gone from Local; it is created again and starts empty`],
    },
  ],
  [
    "another option",
    volume({ driverOpts: opts }),
    facts([live({ Options: { ...opts, o: "size=8m" } })]),
    {
      ...keptAsItIs,
      said: [
        `${where}: expected volume app_share with driver_opts.o "size=16m", found driver_opts.o "size=8m" on Local; ${remedy}`,
      ],
    },
  ],
  [
    "another driver, and options that the file no longer has",
    volume({ driver: "nfs" }),
    facts([live({ Options: { type: "tmpfs" } })]),
    {
      ...keptAsItIs,
      said: [
        `${where}: expected volume app_share with driver "nfs", no driver_opts.type, ` +
          `found driver "local", driver_opts.type "tmpfs" on Local; ${remedy}`,
      ],
    },
  ],
  [
    "an option with a secret",
    volume({ driverOpts: { o: "password=new" } }),
    facts([live({ Options: { o: "password=old" } })], { secrets: ["new"] }),
    {
      ...keptAsItIs,
      said: [
        `${where}: expected volume app_share with another driver_opts.o, found another driver_opts.o on Local; ${remedy}`,
      ],
    },
  ],
  [
    "another option, and its deletion is allowed",
    volume({ driverOpts: opts }),
    facts([live()], { allowed: ["app_share"] }),
    {
      ...renewed,
      said: [`${where}: volume app_share is deleted with its data on Local, and created again as declared`],
    },
  ],
  ["allowed, and as declared", volume(), facts([live()], { allowed: ["app_share"] }), asItIs],
  [
    "another label of the file",
    volume({ labels: [...own, { label: "backup", value: "daily" }] }),
    facts([live()]),
    {
      ...asItIs,
      said: [
        `${where}: volume app_share keeps its old labels on Local, as Docker changes them on no volume; ` +
          'to replace it by an empty one, run "make up ALLOW_DELETE=app_share"',
      ],
    },
  ],
  ["external", volume({ driver: "nfs" }, { external: true }), facts([live()]), asItIs],
])("a declared volume: %s", (_, declared, known, want) => {
  expect(outcome(declared, known)).toEqual(want);
});

const engine = (facts: Partial<VolumeEngine> & { found?: readonly EngineVolume[] } = {}): VolumeEngine => ({
  place: "Local",
  command: "docker",
  plans: [],
  live: new Map((facts.found ?? []).map((each) => [each.Name, each])),
  ...facts,
});

test("an external volume must exist, or be declared by another stack", () => {
  const foreign = volume({ name: "foreign" }, { external: true });
  const shared = volume({ name: "shared" }, { external: true });
  const plans = [plan([foreign, shared]), plan([volume({ name: "shared" })], "other")];
  expect(missingVolumes(engine({ plans })).map(problemLine)).toEqual([
    `${where}: expected the external volume foreign on Local, found none of that name; ` +
      "correct its name, or make it with: docker volume create foreign",
  ]);
  expect(missingVolumes(engine({ plans, found: [live({ Name: "foreign" })] }))).toEqual([]);
});

test("an allowance that names no differing volume is reported", () => {
  const engines = [engine({ plans: [plan([volume({ driver: "nfs" })])], found: [live()] })];
  const path = "Pulumi.dev.yaml smallboat:allowDelete";
  expect(idleAllowances(["app_shar", "app_share"], engines, path)).toEqual([
    `${path}: expected volumes that differ from their files (app_share), found app_shar; remove or correct the entry`,
  ]);
});

const labels = (project: string, key: string, stage = "dev") => ({
  "com.docker.compose.project": project,
  "com.docker.compose.volume": key,
  "smallboat.stage": stage,
});
const data = (name: string, key = "data", fields = {}) => volume({ name, ...fields }, { key });
const old = live({ Name: "old_data", Labels: labels("old", "data") });
const said = (text: string, rest: string) => `${where}: volume ${text} starts with an empty one; ${rest}`;

test.each<[string, VolumeEngine[], string[]]>([
  ["a new stack", [engine({ plans: [plan([data("app_data")])] })], []],
  ["a stage of another name", [engine({ found: [live({ Labels: labels("old", "data", "prod") })] })], []],
  [
    "a stack that was renamed",
    [engine({ plans: [plan([data("app_data")])], found: [old] })],
    [
      said(
        "old_data (12.3 MB) stays on Local; app_data on Local",
        'to go on with it, write "name: old_data" below volumes.data',
      ),
      "volume old_data (12.3 MB) of old stays on Local, and no stack uses it; to delete it: docker volume rm old_data",
    ],
  ],
  [
    "a volume that was renamed in its file",
    [engine({ plans: [plan([data("old_store", "store")], "old")], found: [old] })],
    [
      said(
        "old_data (12.3 MB) stays on Local; old_store on Local",
        'to go on with it, write "name: old_data" below volumes.store',
      ),
      "volume old_data (12.3 MB) of old stays on Local, and no stack uses it; to delete it: docker volume rm old_data",
    ],
  ],
  [
    "a stack that moved to another host",
    [
      engine({ place: "far", command: "docker --host ssh://far", found: [old] }),
      engine({ plans: [plan([data("old_data")], "old")] }),
    ],
    [
      said("old_data (12.3 MB) stays on far; old_data on Local", "to go on with it, copy it to Local first"),
      "volume old_data (12.3 MB) of old stays on far, and no stack uses it; " +
        "to delete it: docker --host ssh://far volume rm old_data",
    ],
  ],
  [
    "a key that a living stack has given up is not that of a new one",
    [engine({ plans: [plan([], "old"), plan([data("app_data")])], found: [old] })],
    [
      "volume old_data (12.3 MB) of old stays on Local, and no stack uses it; to delete it: docker volume rm old_data",
    ],
  ],
  [
    "several of one stack, of which one has no size",
    [engine({ found: [old, live({ Name: "old_cache", Labels: labels("old", "cache") })] })],
    [
      "volumes old_cache, old_data (12.3 MB) of old stay on Local, and no stack uses them; " +
        "to delete them: docker volume rm old_cache old_data",
    ],
  ],
])("volumes that no stack uses: %s", (_, engines, want) => {
  const sizeOf = (__: VolumeEngine, name: string) => (name === "old_data" ? 12_345_678 : undefined);
  expect(keptVolumeWarnings(engines, "dev", sizeOf)).toEqual(want);
});
