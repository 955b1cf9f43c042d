import { expect, test } from "vitest";
import { parse } from "yaml";
import { composeFile } from "../../bench/contenders/compose.ts";
import { configuration } from "../../bench/contenders/tofu.ts";
import { large, remote, schedule, small } from "../../bench/scenario.ts";
import { addressBlocks, labelsOf, makeWorkload } from "../../bench/workload.ts";

const workload = makeWorkload("r1", "image:r1", 0, 1);
const [stack] = workload.stacks;
if (stack === undefined) throw new Error("no stack");

test("a stack has names and addresses of its own", () => {
  expect(stack).toEqual({
    name: "bench-r1-001",
    network: "bench-r1-001_default",
    subnet: "198.18.0.0/28",
    gateway: "198.18.0.1",
  });
});

test("subnets of neighbouring blocks do not overlap, and all are in 198.18.0.0/16", () => {
  const blocks = [0, 1, addressBlocks / 2, addressBlocks - 1];
  const subnets = blocks.flatMap((block) =>
    makeWorkload("r", "i", block, large.stacks).stacks.map(({ subnet }) => subnet),
  );
  expect(new Set(subnets).size).toBe(blocks.length * large.stacks);
  expect(subnets.filter((subnet) => !/^198\.18\.\d+\.\d+\/28$/.test(subnet))).toEqual([]);
  expect(subnets.at(-1)).toBe("198.18.254.48/28");
});

test("the compose file of a stack", () => {
  expect(parse(composeFile(workload, stack))).toEqual({
    name: "bench-r1-001",
    services: {
      app: {
        image: "image:r1",
        container_name: "bench-r1-001",
        restart: "unless-stopped",
        labels: { "smallboat.bench": "r1" },
      },
    },
    networks: {
      default: {
        labels: { "smallboat.bench": "r1" },
        ipam: { config: [{ subnet: "198.18.0.0/28", gateway: "198.18.0.1" }] },
      },
    },
  });
});

test("the same stack for OpenTofu", () => {
  const labels = Object.entries(labelsOf(workload, stack)).map(([label, value]) => ({ label, value }));
  expect(configuration([{ name: "here", engine: "unix:///run/docker.sock", workload }])).toEqual({
    terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } },
    provider: { docker: [{ alias: "here", host: "unix:///run/docker.sock" }] },
    resource: {
      docker_image: { here: { provider: "docker.here", name: "image:r1", keep_locally: true } },
      docker_network: {
        "bench-r1-001": {
          provider: "docker.here",
          name: "bench-r1-001_default",
          labels,
          ipam_config: [{ subnet: "198.18.0.0/28", gateway: "198.18.0.1" }],
        },
      },
      docker_container: {
        "bench-r1-001": {
          provider: "docker.here",
          name: "bench-r1-001",
          image: "$" + "{docker_image.here.image_id}",
          restart: "unless-stopped",
          labels,
          networks_advanced: [{ name: "$" + "{docker_network.bench-r1-001.name}", aliases: ["app"] }],
        },
      },
    },
  });
});

test("all scenarios follow each other within a round", () => {
  expect(schedule({ "20": 2, "100": 1, "400": 0, "100ssh": 1 })).toEqual([
    { round: 1, scenario: small },
    { round: 1, scenario: large },
    { round: 1, scenario: remote },
    { round: 2, scenario: small },
  ]);
});
