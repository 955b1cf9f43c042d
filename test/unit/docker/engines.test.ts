import { expect, test } from "vitest";
import { groupByEngine } from "../../../lib/docker/engines.ts";

test("each engine has the names of all hosts with its address, in the order of the settings", () => {
  const [here, there] = ["unix:///var/run/docker.sock", "ssh://there"];
  const hosts = {
    Local: { engine: here },
    there: { engine: there, certPath: "certs" },
    alias: { engine: here },
  };
  const found = groupByEngine(hosts).map(({ engine: { address }, hosts }) => [address, hosts]);
  expect(found).toEqual([
    [here, ["Local", "alias"]],
    [there, ["there"]],
  ]);
  expect(groupByEngine({})).toEqual([]);
});
