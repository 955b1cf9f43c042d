import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { CommandLines } from "../../live/support/command-lines.ts";
import { randomName } from "../../live/support/names.ts";

test("arguments of a short process, and of the program that an older one becomes, are seen", async () => {
  const [short, late] = [randomName(), randomName()];
  const lines = new CommandLines();
  // The shell learns the second name from its input, not from its arguments.
  const older = spawn("bash", ["-c", 'read -r name; sleep 0.5; exec -a "$name" sleep 1.5']);
  older.stdin.write(`${late}\n`);
  await once(spawn("sleep", ["0.05"], { argv0: short }), "close");
  await once(older, "close");
  await sleep(10);
  const seen = await lines.stop();
  expect([short, late].filter((name) => seen.includes(name))).toEqual([short, late]);
});
