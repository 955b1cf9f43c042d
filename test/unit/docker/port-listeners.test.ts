import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { isBound, processListeningOn } from "../../../lib/docker/port-listeners.ts";

function tcp(ip: string, published: number) {
  return { ip, published, protocol: "tcp" };
}

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
  expect(await isBound({ ip: "127.0.0.1", published: socket.address().port, protocol: "udp" })).toBe(true);
});

test.runIf(process.platform === "linux")("the process on a port is named", async () => {
  const port = await listen("127.0.0.1");
  expect(processListeningOn(tcp("", port))).toBe(`node (pid ${process.pid})`);
  expect(processListeningOn({ ...tcp("", port), protocol: "udp" })).toBeUndefined();
});
