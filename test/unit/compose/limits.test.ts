import { describe, expect, test } from "vitest";
import { LABEL, oneService, plan, problems } from "./support.ts";

function limits(lines: string) {
  const { fields, updates } = plan(oneService(lines)).containers[0] ?? {};
  const sizes = [fields?.memory, fields?.memorySwap, fields?.memoryReservation];
  return { sizes, updates };
}

describe("limits that the provider cannot set are set on the living container", () => {
  test.each<[string, ReturnType<typeof limits>["updates"]]>([
    ["pids_limit: 5", { PidsLimit: 5 }],
    ["pids_limit: -1", { PidsLimit: -1 }],
    ["deploy: {resources: {limits: {pids: 7}}}", { PidsLimit: 7 }],
    ["blkio_config: {weight: 300}", { BlkioWeight: 300 }],
    ["cpu_rt_period: 1000\ncpu_rt_runtime: 950", { CpuRealtimePeriod: 1000, CpuRealtimeRuntime: 950 }],
    ["hostname: h", undefined],
  ])("%s", (lines, want) => expect(limits(lines).updates).toEqual(want));

  test.each<[string, ReturnType<typeof limits>]>([
    [
      "mem_limit: 1000000000",
      { sizes: [953, 1907, undefined], updates: { Memory: 1000000000, MemorySwap: 2000000000 } },
    ],
    ["mem_limit: 1.5m", { sizes: [1, 3, undefined], updates: { Memory: 1572864 } }],
    [
      "mem_limit: 8m\nmemswap_limit: 8500000\nmem_reservation: 7000000",
      {
        sizes: [8, 8, 6],
        updates: { MemorySwap: 8500000, MemoryReservation: 7000000 },
      },
    ],
    ["mem_limit: 8500000\nmemswap_limit: -1", { sizes: [8, -1, undefined], updates: { Memory: 8500000 } }],
  ])("%s is exact to the byte", (lines, want) => expect(limits(lines)).toEqual(want));

  test("and counts in the config-hash", () => {
    const hash = (lines: string) =>
      plan(oneService(lines)).containers[0]?.fields.labels.find(({ label }) => label.endsWith("config-hash"));
    expect(hash("pids_limit: 5")).not.toEqual(hash("pids_limit: 6"));
  });

  test("late limits are too late for a service whose end is waited for", () => {
    const text = `services:
  job: {image: x, pids_limit: 5}
  a: {image: x, depends_on: {job: {condition: service_completed_successfully}}}
`;
    expect(problems(() => plan(text))).toEqual([
      `${LABEL}/compose.yaml:2:19: expected services.job.pids_limit that the Docker provider can express, found pids_limit, which comes after the end of a service that another waits for; remove it, or write condition: service_started`,
    ]);
  });
});

test("each replica gets its own port of a range", () => {
  const { containers, notes } = plan(oneService("scale: 2\nports: ['90/udp', '3000-3005:80']"));
  expect(containers.map(({ fields, ports }) => [fields.ports, ports])).toEqual(
    [3000, 3001].map((published) => [
      [
        { internal: 90, ip: "", protocol: "udp" },
        { internal: 80, external: published, ip: "", protocol: "tcp" },
      ],
      [{ ip: "", published, target: 80, protocol: "tcp", where: `${LABEL}/compose.yaml:5:23` }],
    ]),
  );
  expect(notes).toEqual([
    `${LABEL}/compose.yaml:5:23: ports.1: of 3000-3005 each container takes its own: the first 3000, and so on`,
  ]);
});
