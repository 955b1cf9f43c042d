import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lookCommand, machineUseIn } from "../../../lib/docker/machine.ts";

const said = `vm-60
Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/disk 1      102400000 40960000  56320000      43% /var
MemTotal:       16384000 kB
MemFree:          200000 kB
MemAvailable:   12288000 kB
`;

test("a machine reports the use of its disk and its memory", () => {
  expect(machineUseIn(said, "vm-60")).toEqual({
    disk: { used: 40960000 * 1024, total: 97280000 * 1024 },
    memory: { used: 4096000 * 1024, total: 16384000 * 1024 },
  });
});

test.each([
  ["its name is another one", said, "vm-61"],
  ["the user may run no command", "", "vm-60"],
  ["a banner precedes the output", `Welcome\n${said}`, "vm-60"],
  ["the folder does not exist", said.replace(/^Filesystem.*\n.*\n/m, ""), "vm-60"],
])("the use of the machine is unknown: %s", (_, text, name) => {
  expect(machineUseIn(text, name)).toBeUndefined();
});

test("the command works here, also for a folder with a quote in its name", () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-it's-"));
  const said = execFileSync("sh", ["-c", lookCommand(folder)], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const found = machineUseIn(said, hostname());
  expect(found?.disk.used).toBeGreaterThan(0);
  expect(found?.memory.total).toBeGreaterThan(found?.memory.used ?? 0);
});
