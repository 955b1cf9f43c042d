import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { processOn } from "../../../lib/docker/port-listeners.ts";
import { isBound, overlap, portText } from "../../../lib/docker/ports.ts";

function tcp(ip: string, port = 80) {
  return { ip, port, protocol: "tcp" };
}

test.each([
  ["", "10.0.0.1", true],
  ["", "::1", true],
  ["0.0.0.0", "10.0.0.1", true],
  ["0.0.0.0", "::1", false],
  ["::", "::1", true],
  ["10.0.0.1", "10.0.0.1", true],
  ["10.0.0.1", "10.0.0.2", false],
])("address %j meets %j: %j", (a, b, meets) => {
  expect([overlap(tcp(a), tcp(b)), overlap(tcp(b), tcp(a))]).toEqual([meets, meets]);
});

test("other ports and protocols do not meet", () => {
  expect(overlap(tcp("", 80), tcp("", 81))).toBe(false);
  expect(overlap(tcp("", 80), { ...tcp("", 80), protocol: "udp" })).toBe(false);
});

test("ports are written as compose writes them", () => {
  expect([tcp(""), tcp("10.0.0.1"), tcp("::1")].map(portText)).toEqual([
    "80/tcp",
    "10.0.0.1:80/tcp",
    "[::1]:80/tcp",
  ]);
});

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("a port that a process listens on is bound, on that address and on all", async () => {
  const port = await listen("127.0.0.1");
  const asked = ["127.0.0.1", "", "127.0.0.2"].map((ip) => isBound(tcp(ip, port)));
  expect(await Promise.all(asked)).toEqual([true, true, false]);
  expect(await isBound({ ...tcp("", port), protocol: "udp" })).toBe(false);
});

test("a bound datagram port is seen", async () => {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  expect(await isBound({ ip: "127.0.0.1", port: socket.address().port, protocol: "udp" })).toBe(true);
});

test.runIf(process.platform === "linux")("the process on a port is named", async () => {
  const port = await listen("127.0.0.1");
  expect(processOn(tcp("", port))).toBe(`node (pid ${process.pid})`);
  expect(processOn({ ...tcp("", port), protocol: "udp" })).toBeUndefined();
});
