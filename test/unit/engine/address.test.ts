import { expect, test } from "vitest";
import { isLocal, parseAddress } from "../../../engine/address.ts";

test.each([
  ["unix:///var/run/docker.sock", { kind: "unix", socketPath: "/var/run/docker.sock" }],
  ["unix:///a%20b.sock", { kind: "unix", socketPath: "/a b.sock" }],
  ["tcp://10.0.0.60:2376", { kind: "tcp", host: "10.0.0.60", port: 2376 }],
  ["tcp://[::1]", { kind: "tcp", host: "::1", port: 2375 }],
  ["ssh://10.0.0.60", { kind: "ssh", destination: ["--", "10.0.0.60"] }],
  ["ssh://ops@boat.lan:2222", { kind: "ssh", destination: ["-l", "ops", "-p", "2222", "--", "boat.lan"] }],
])("%s is read", (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  "",
  "/var/run/docker.sock",
  "unix://",
  "unix://host/socket",
  "tcp://host:2376/path",
  "ssh://ops:secret@host",
  "ssh://host/var/run/docker.sock",
  "http://host",
])("%j is not an engine address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test("only a socket of this machine is local", () => {
  const engines = ["unix:///a", "tcp://127.0.0.1:2375", "ssh://localhost", "nonsense"];
  expect(engines.map(isLocal)).toEqual([true, false, false, false]);
});
