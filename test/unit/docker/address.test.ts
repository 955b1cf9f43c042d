import { expect, test } from "vitest";
import { isLocal, parseAddress, providerAddress, tunnelledAddress } from "../../../lib/docker/address.ts";

test.each([
  ["unix:///var/run/docker.sock", { kind: "unix", socketPath: "/var/run/docker.sock" }],
  ["unix:///a%20b.sock", { kind: "unix", socketPath: "/a b.sock" }],
  ["tcp://10.0.0.60:2376", { kind: "tcp", host: "10.0.0.60", port: 2376 }],
  ["tcp://[::1]", { kind: "tcp", host: "::1", port: 2375 }],
  ["unix://.smallboat/ssh/boat.sock", { kind: "unix", socketPath: ".smallboat/ssh/boat.sock" }],
  ["ssh://10.0.0.60", { kind: "ssh", name: "10.0.0.60", destination: ["--", "10.0.0.60"] }],
  [
    "ssh://ops@boat.lan:2222",
    {
      kind: "ssh",
      name: "ops@boat.lan_2222",
      destination: ["-l", "ops", "-p", "2222", "--", "boat.lan"],
    },
  ],
  [
    "ssh://boat/run/user/1000/docker.sock",
    {
      kind: "ssh",
      name: "boat_run_user_1000_docker.sock",
      destination: ["--", "boat"],
      remoteSocket: "/run/user/1000/docker.sock",
    },
  ],
])("%s is a valid engine address", (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  "",
  "/var/run/docker.sock",
  "unix://",
  "unix://host/socket",
  "tcp://host:2376/path",
  "ssh://ops:secret@host",
  "http://host",
])("%j is not an engine address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test("only a socket of this machine is local", () => {
  const engines = [
    "unix:///a",
    "tcp://127.0.0.1:2375",
    "ssh://localhost",
    "unix://.smallboat/ssh/a.sock",
    "-",
  ];
  expect(engines.map(isLocal)).toEqual([true, false, false, false, false]);
});

test.each(["ssh://boat", "ssh://me@boat.example.com", "ssh://my_self@10.0.0.1:2222"])(
  "the path of the tunnel's socket tells that it leads to %s",
  (address) => {
    expect(tunnelledAddress(providerAddress(address))).toBe(address);
  },
);

test.each([
  "unix:///var/run/docker.sock",
  "tcp://boat:2376",
  "ssh://boat/run/docker.sock",
  "ssh://[fe80::1]:22",
  `ssh://deploy@${"boat.".repeat(12)}example.com`,
])("the provider's address for %s does not tell a tunnel's destination", (address) => {
  expect(tunnelledAddress(providerAddress(address))).toBeUndefined();
});

test("the provider reaches an ssh host through the socket of its tunnel", () => {
  const long = `ssh://deploy@${"boat.".repeat(12)}example.com:2222`;
  expect(["unix:///a", "tcp://b:2375", "ssh://me@boat:2222", long].map(providerAddress)).toEqual([
    "unix:///a",
    "tcp://b:2375",
    "unix://.smallboat/ssh/me@boat_2222.sock",
    "unix://.smallboat/ssh/deploy@boat.boat.boat.boat.boat.b-fc6e71d77230404d.sock",
  ]);
});
