import { expect, test } from "vitest";
import { bindingText, portFields, portsOverlap, portText } from "../../../lib/compose/ports.ts";

function tcp(ip: string, published = 80) {
  return { ip, published, target: 8080, protocol: "tcp" };
}

test.each([
  ["", "10.0.0.1", true],
  ["", "::1", true],
  ["0.0.0.0", "10.0.0.1", true],
  ["0.0.0.0", "::", false],
  ["0.0.0.0", "::1", false],
  ["::", "::1", true],
  ["10.0.0.1", "10.0.0.1", true],
  ["10.0.0.1", "10.0.0.2", false],
])("a port on address %j overlaps the same port on %j: %j", (a, b, meets) => {
  expect([portsOverlap(tcp(a), tcp(b)), portsOverlap(tcp(b), tcp(a))]).toEqual([meets, meets]);
});

test("different ports and protocols do not conflict, and two containers may listen on the same internal port", () => {
  expect(portsOverlap(tcp("", 80), tcp("", 81))).toBe(false);
  expect(portsOverlap(tcp("", 80), { ...tcp("", 80), protocol: "udp" })).toBe(false);
});

test.each([
  ["", "80/tcp", "80->8080/tcp"],
  ["10.0.0.1", "10.0.0.1:80/tcp", "10.0.0.1:80->8080/tcp"],
  ["::1", "[::1]:80/tcp", "::1:80->8080/tcp"],
])("a port at %j is written as %s in messages and as %s in the outputs", (ip, port, binding) => {
  expect([portText(tcp(ip)), bindingText(tcp(ip))]).toEqual([port, binding]);
});

test("the provider gets no host port if the engine chooses it", () => {
  expect(portFields(tcp("::1"))).toEqual({ internal: 8080, external: 80, ip: "::1", protocol: "tcp" });
  expect(portFields(tcp("", 0))).toEqual({ internal: 8080, ip: "", protocol: "tcp" });
});
