import { expect, test } from "vitest";
import type { InspectedContainer } from "../../../lib/docker/inspected-container.ts";
import { recreation } from "../../../lib/rollout/recreation.ts";
import type { Facts } from "../support/engine-facts.ts";

const id = "0123456789abcdef0123456789abcdef";
const record = {
  Id: id,
  Name: "/s-web-1",
  Image: "sha256:old",
  Config: {
    Hostname: "0123456789ab",
    Env: ["A=1"],
    ExposedPorts: { "80/tcp": {} },
    Image: "app:1",
    Labels: { own: "1" },
  },
  HostConfig: { NetworkMode: "default", PidMode: "", Memory: 5, VolumesFrom: null },
  NetworkSettings: {
    Networks: {
      s_front: {
        Aliases: ["s-web-1", "web", "0123456789ab"],
        IPAMConfig: {},
        IPAddress: "198.19.3.18",
        MacAddress: "02:42:c6:13:03:12",
        DriverOpts: null,
        Links: null,
      },
      s_back: {
        Aliases: ["web"],
        IPAMConfig: { IPv4Address: "198.19.4.2" },
        IPAddress: "198.19.4.2",
        MacAddress: "02:42:00:00:00:07",
        DriverOpts: { key: "value" },
        GwPriority: 2,
      },
    },
  },
};
/** Of a container with these facts alone. */
const again = (
  facts: Facts<InspectedContainer>,
  labels: Readonly<Record<string, string>>,
  currentId: (former: string) => string,
) => recreation(facts as InspectedContainer, labels, currentId);
const sameId = (former: string) => former;
const { ExposedPorts } = record.Config;

test("a container with networks leaves the bridge and joins them, without Docker's generated values", () => {
  expect(again(record, { mark: "true" }, sameId)).toEqual({
    body: {
      Env: ["A=1"],
      ExposedPorts,
      Image: "sha256:old",
      Labels: { own: "1", mark: "true" },
      HostConfig: { NetworkMode: "default", PidMode: "", IpcMode: undefined, Memory: 5, VolumesFrom: null },
    },
    leave: ["bridge"],
    join: [
      ["s_front", { Aliases: ["s-web-1", "web"], IPAMConfig: {} }],
      [
        "s_back",
        {
          Aliases: ["web"],
          IPAMConfig: { IPv4Address: "198.19.4.2" },
          MacAddress: "02:42:00:00:00:07",
          DriverOpts: { key: "value" },
          GwPriority: 2,
        },
      ],
    ],
  });
});

test("a container of Docker Compose starts in its first network, and keeps its name", () => {
  const { body, leave, join } = again(
    {
      ...record,
      Config: { Hostname: "web.example", Labels: {} },
      HostConfig: { NetworkMode: "s_back" },
    },
    {},
    sameId,
  );
  expect([body, leave, join.map(([network]) => network)]).toEqual([
    expect.objectContaining({
      Hostname: "web.example",
      NetworkingConfig: { EndpointsConfig: { s_back: expect.objectContaining({ Aliases: ["web"] }) } },
    }),
    [],
    ["s_front"],
  ]);
});

test("shared namespaces refer to the present id of the other container", () => {
  const { body, leave, join } = again(
    {
      ...record,
      HostConfig: {
        NetworkMode: "container:vpn",
        PidMode: "container:vpn",
        IpcMode: "private",
        VolumesFrom: ["store:ro", "vpn"],
      },
      NetworkSettings: { Networks: {} },
    },
    {},
    (former) => (former === "vpn" ? "vpn again" : former),
  );
  expect([body, leave, join]).toEqual([
    {
      Env: ["A=1"],
      Image: "sha256:old",
      Labels: { own: "1" },
      HostConfig: {
        NetworkMode: "container:vpn again",
        PidMode: "container:vpn again",
        IpcMode: "private",
        VolumesFrom: ["store:ro", "vpn again"],
      },
    },
    [],
    [],
  ]);
});

test.each(["host", "none"])("a container with network mode %s joins no network", (mode) => {
  const networks = { [mode]: { Aliases: null, IPAMConfig: null } };
  const changed = {
    ...record,
    HostConfig: { NetworkMode: mode },
    NetworkSettings: { Networks: networks },
  };
  expect(again(changed, {}, sameId)).toEqual({
    body: expect.not.objectContaining({ NetworkingConfig: expect.anything() }),
    leave: [],
    join: [],
  });
});

test("anonymous volumes are mounted again by name, the image's as well", () => {
  const [data, cache] = ["d".repeat(64), "c".repeat(64)];
  const { body } = again(
    {
      ...record,
      HostConfig: {
        NetworkMode: "none",
        Binds: ["named:/named:rw"],
        Mounts: [{ Type: "volume", Target: "/data" }],
      },
      Mounts: [
        { Type: "volume", Name: "named", Destination: "/named" },
        { Type: "volume", Name: data, Destination: "/data" },
        { Type: "volume", Name: cache, Destination: "/cache" },
      ],
    },
    {},
    sameId,
  );
  expect(body).toMatchObject({
    HostConfig: {
      Binds: ["named:/named:rw", `${cache}:/cache`],
      Mounts: [{ Type: "volume", Target: "/data", Source: data }],
    },
  });
});
