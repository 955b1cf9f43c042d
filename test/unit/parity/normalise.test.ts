import { expect, test } from "vitest";
import { type Inspected, normalised } from "../../live/parity/normalise.ts";

const id = "0123456789ab".padEnd(64, "c");
const other = "ba9876543210".padEnd(64, "d");
const volume = "e".repeat(64);
const names = new Map([
  [id, "web"],
  [other, "db"],
  [`sha256:${"f".repeat(64)}`, "stage-web:1"],
]);

test("normalising removes ids and times of a container, and keeps its declared values", () => {
  const container: Inspected = {
    Id: id,
    Created: "2026-01-01T00:00:00.1Z",
    State: {
      Status: "running",
      Pid: 42,
      StartedAt: "2026-01-01T00:00:01Z",
      ExitCode: 0,
      Health: { Status: "healthy", Log: [{}] },
    },
    Image: `sha256:${"f".repeat(64)}`,
    LogPath: `/var/lib/docker/containers/${id}/${id}-json.log`,
    Config: {
      Hostname: "0123456789ab",
      Env: ["B=2", "A=1"],
      Labels: { "com.docker.compose.config-hash": volume },
    },
    HostConfig: {
      PidMode: `container:${other}`,
      VolumesFrom: [`${other}:ro`],
      PortBindings: {
        "80/tcp": [{ HostIp: "", HostPort: "8080" }],
        "90/tcp": [{ HostIp: "", HostPort: "" }],
      },
    },
    Mounts: [{ Type: "volume", Name: volume, Source: `/var/lib/docker/volumes/${volume}/_data`, RW: true }],
    NetworkSettings: {
      EndpointID: "",
      Ports: {
        "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }],
        "90/tcp": [{ HostIp: "0.0.0.0", HostPort: "32768" }],
        "443/tcp": null,
      },
      Networks: {
        front: {
          IPAMConfig: null,
          Aliases: ["web", "api", "0123456789ab", "web"],
          NetworkID: other,
          IPAddress: "198.19.0.2",
          GlobalIPv6Address: "",
          MacAddress: "02:42:c6:13:00:02",
        },
        back: {
          IPAMConfig: { IPv4Address: "198.19.1.2" },
          Aliases: null,
          IPAddress: "198.19.1.2",
          GlobalIPv6Address: "fd00::2",
          Gateway: "198.19.1.1",
        },
      },
    },
  };
  expect(normalised("container", container, names)).toEqual({
    Id: "<generated>",
    Created: "<generated>",
    State: {
      Status: "running",
      Pid: "<generated>",
      StartedAt: "<generated>",
      ExitCode: 0,
      Health: { Status: "healthy", Log: "<generated>" },
    },
    Image: "<stage-web:1>",
    LogPath: "<generated>",
    Config: { Hostname: "<web>", Env: ["A=1", "B=2"], Labels: { "com.docker.compose.config-hash": volume } },
    HostConfig: {
      PidMode: "container:<db>",
      VolumesFrom: ["<db>:ro"],
      PortBindings: {
        "80/tcp": [{ HostIp: "", HostPort: "8080" }],
        "90/tcp": [{ HostIp: "", HostPort: "" }],
      },
    },
    Mounts: [
      { Type: "volume", Name: "<anonymous>", Source: "/var/lib/docker/volumes/<anonymous>/_data", RW: true },
    ],
    NetworkSettings: {
      EndpointID: "",
      Ports: {
        "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }],
        "90/tcp": [{ HostIp: "0.0.0.0", HostPort: "<generated>" }],
        "443/tcp": null,
      },
      Networks: {
        front: {
          IPAMConfig: null,
          Aliases: ["<web>", "api", "web"],
          NetworkID: "<generated>",
          IPAddress: "<generated>",
          GlobalIPv6Address: "",
          MacAddress: "<generated>",
        },
        back: {
          IPAMConfig: { IPv4Address: "198.19.1.2" },
          Aliases: null,
          IPAddress: "198.19.1.2",
          GlobalIPv6Address: "<generated>",
          Gateway: "198.19.1.1",
        },
      },
    },
  });
});

test("a network keeps its members' names", () => {
  const network: Inspected = {
    Id: other,
    Created: "2026",
    Name: "front",
    Containers: { [other]: { Name: "db" }, [id]: { Name: "api", IPv4Address: "198.19.0.2/28" } },
  };
  expect(normalised("network", network, names)).toEqual({
    Id: "<generated>",
    Created: "<generated>",
    Name: "front",
    Containers: ["api", "db"],
  });
});

test("a volume keeps everything except its age", () => {
  const volume: Inspected = {
    Name: "data",
    CreatedAt: "2026",
    Mountpoint: "/var/lib/docker/volumes/data/_data",
    Options: null,
  };
  expect(normalised("volume", volume, names)).toEqual({ ...volume, CreatedAt: "<generated>" });
});

test("normalising keeps the empty values of a container that has ended", () => {
  const state = {
    State: { Pid: 0, FinishedAt: "2026-01-01T00:00:00Z" },
    NetworkSettings: { SandboxID: "", IPAddress: "" },
  };
  expect(normalised("container", state, names)).toEqual({
    State: { Pid: 0, FinishedAt: "<generated>" },
    NetworkSettings: { SandboxID: "", IPAddress: "" },
  });
});
