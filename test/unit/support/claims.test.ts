import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claim } from "../../live/support/claims.ts";
import { freePorts, freeSubnet, randomName } from "../../live/support/names.ts";

test("no two tests get the same subnet or port", async () => {
  const subnets = Array.from({ length: 300 }, freeSubnet);
  expect(new Set(subnets).size).toBe(300);
  const ports = (await Promise.all(Array.from({ length: 300 }, () => freePorts(2)))).flat();
  expect(new Set(ports).size).toBe(600);
});

test("a claim lasts as long as its process, even where that is killed", async () => {
  const name = randomName();
  const module = JSON.stringify(join(import.meta.dirname, "../../live/support/claims.ts"));
  const script = `import { claim } from ${module}; console.log(claim("${name}")); setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(other.stdout, "data");
  expect([String(said), claim(name)]).toEqual(["true\n", false]);
  other.kill("SIGKILL");
  await once(other, "close");
  expect([claim(name), claim(name)]).toEqual([true, false]);
});
