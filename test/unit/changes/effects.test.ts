import { expect, test } from "vitest";
import { stageChanges } from "../../../lib/changes/index.ts";
import { type Given, reportOf } from "./log.ts";

const container = "docker:index/container:Container";
const volume = "docker:index/volume:Volume";
const parent = "HostStack web1/shop";
const stack: Given[] = [
  { op: "same", type: "Host", name: "web1" },
  { op: "same", type: "HostStack", name: "web1/shop", parent: "Host web1" },
];
const labels = (service: string, more: Record<string, string> = {}) => ({
  labels: Object.entries({ "com.docker.compose.service": service, ...more }).map(([label, value]) => ({
    label,
    value,
  })),
});
const hash = (value: string) => ({ "com.docker.compose.config-hash": value });

/** The only service that changes. */
function effect(...steps: Given[]) {
  const { hosts, warnings } = stageChanges(
    "prod",
    reportOf([...stack, ...steps.map((step) => ({ parent, ...step }))]),
  );
  const [service] = hosts[0]?.stacks[0]?.services ?? [];
  return [
    service?.effect.interruption,
    service?.effect.text,
    warnings.map(({ kind, text }) => `${kind}: ${text}`),
  ];
}
const replaced = (name: string, inputs: object = {}, service = "web"): Given => ({
  ...{ op: "replace", type: container, name: `web1/shop/${name}` },
  old: { ...labels(service, hash("1")), ...inputs },
  new: { ...labels(service, hash("2")), ...inputs },
});
const check = { healthcheck: { tests: ["CMD", "true"] } };
const data = (op: string, more: Partial<Given> = {}): Given => ({
  op,
  type: volume,
  name: "web1/shop/data",
  old: { name: "shop_data" },
  ...more,
});
const mounted = { volumes: [{ volumeName: "shop_data", containerPath: "/data" }] };
const anonymous = { mounts: [{ type: "volume", target: "/cache" }] };

test.each<[string, Given[], unknown[]]>([
  ["one container", [replaced("web")], ["short", "short interruption", []]],
  [
    "replicas with a healthcheck",
    [replaced("web", check), replaced("web-2", check)],
    ["rolling", "no interruption: its 2 replicas are replaced one after another", []],
  ],
  ["replicas without one", [replaced("web"), replaced("web-2")], ["short", "short interruption", []]],
  [
    "a healthcheck that is switched off",
    [
      replaced("web", { healthcheck: { tests: ["NONE"] } }),
      replaced("web-2", { healthcheck: { tests: ["NONE"] } }),
    ],
    ["short", "short interruption", []],
  ],
  [
    "a named volume",
    [data("same"), replaced("web", mounted)],
    ["short", "short interruption; volume shop_data stays", []],
  ],
  [
    "a volume that is deleted for its successor",
    [data("replace", { new: { name: "shop_data", driver: "x" } }), replaced("web", mounted)],
    [
      "short",
      "short interruption; volume shop_data is lost with its data",
      ["replacement: volume shop_data is deleted with its data, and replaced by an empty one"],
    ],
  ],
  [
    "an anonymous volume goes on",
    [replaced("web", anonymous)],
    ["short", "short interruption; the anonymous volume at /cache stays", []],
  ],
  [
    "an anonymous volume that nobody asks for any more",
    [{ ...replaced("web"), old: { ...labels("web", hash("1")), ...anonymous } }],
    [
      "short",
      "short interruption; the anonymous volume at /cache is lost with its data",
      ["data: the anonymous volume of web at /cache is deleted with its data"],
    ],
  ],
  [
    "a service that goes, with its volume",
    [
      data("delete"),
      { op: "delete", type: container, name: "web1/shop/web", old: { ...labels("web"), ...mounted } },
    ],
    [
      "ends",
      "it ends; volume shop_data is lost with its data",
      ["data: volume shop_data is deleted with its data", "removal: service web is removed"],
    ],
  ],
  [
    "a service that goes, whose volume stays",
    [
      data("delete", { retainOnDelete: true }),
      { op: "delete", type: container, name: "web1/shop/web", old: { ...labels("web"), ...mounted } },
    ],
    ["ends", "it ends; volume shop_data stays on its host", ["removal: service web is removed"]],
  ],
  [
    "with services that restart with it",
    [
      replaced("web"),
      {
        op: "same",
        type: container,
        name: "web1/shop/worker",
        old: labels("worker", { "com.docker.compose.depends_on": "web:service_healthy:true" }),
      },
    ],
    ["short", "short interruption, of worker too", ["interruption: web stops, and worker with it"]],
  ],
  [
    "with services that only start after it",
    [
      replaced("web"),
      {
        op: "same",
        type: container,
        name: "web1/shop/worker",
        old: labels("worker", { "com.docker.compose.depends_on": "web:service_healthy:false" }),
      },
    ],
    ["short", "short interruption", []],
  ],
  [
    "a change in place",
    [
      {
        op: "update",
        type: container,
        name: "web1/shop/web",
        old: { ...labels("web"), memory: 64 },
        new: { ...labels("web"), memory: 128 },
      },
    ],
    ["none", "no interruption", []],
  ],
])("the effect of a change: %s", (_, steps, want) => {
  expect(effect(...steps)).toEqual(want);
});
