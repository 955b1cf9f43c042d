import { expect, test } from "vitest";
import { LABEL, oneService, plan } from "./support.ts";

const needs = (lines: string) => plan(oneService(lines)).containers[0]?.needs;

test.each<[string, [position: string, key: string, api: string][]]>([
  ["mac_address: 02:42:ac:11:00:02", [["4:5", "mac_address", "1.44"]]],
  [
    "networks: {default: {mac_address: 02:42:ac:11:00:02, gw_priority: 1, interface_name: eth9}}",
    [
      ["4:26", "networks.default.mac_address", "1.44"],
      ["4:58", "networks.default.gw_priority", "1.48"],
      ["4:74", "networks.default.interface_name", "1.49"],
    ],
  ],
  ["healthcheck: {test: x, start_interval: 1s}", [["4:28", "healthcheck.start_interval", "1.44"]]],
  ["volumes: ['/a:/b', {type: volume, target: /c, volume: {nocopy: true}}]", [["4:24", "volumes.1", "1.45"]]],
])("%s", (lines, want) => {
  expect(needs(lines)).toEqual(
    want.map(([position, key, api]) => ({
      key: `services.a.${key}`,
      api,
      where: `${LABEL}/compose.yaml:${position}`,
    })),
  );
});

test("a runtime that the engine must have", () => {
  const where = `${LABEL}/compose.yaml:4:5`;
  expect(needs("runtime: nvidia")).toEqual([{ key: "services.a.runtime", runtime: "nvidia", where }]);
  expect(needs("runtime: io.containerd.kata.v2")).toBe(undefined);
});

test("abilities of every engine are no needs", () => {
  expect(
    needs(
      "runtime: runc\nnetworks: {default: {ipv4_address: 198.19.0.2}}\nvolumes: ['/a:/b:ro']\nhealthcheck: {test: x}",
    ),
  ).toBe(undefined);
});
