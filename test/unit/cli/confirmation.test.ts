import { join } from "node:path";
import { expect, test } from "vitest";
import { attempt } from "../../live/support/command.ts";

const module = join(import.meta.dirname, "../../../cli/stage/confirmation.ts");
const unset = { CONFIRM: "", YES: "" };

/** What a program says that confirms, without a terminal. */
async function without(call: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await attempt(process.execPath, program(call), {
    env: { ...process.env, ...unset, ...env },
  });
  return stdout;
}

function program(call: string): string[] {
  const text = `import { confirm, confirmByName } from "${module}";
    await ${call}.then(() => console.log("went on"), ({ message }) => console.log(message));`;
  return ["--input-type=module", "--eval", text];
}

const hasScript = (await attempt("script", ["--version"]).catch(() => undefined))?.stdout.includes(
  "util-linux",
);

/** The same on a terminal, where this is typed. */
async function on(call: string, typed: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const command = `"$NODE" --input-type=module --eval "$PROGRAM"`;
  const { stdout } = await attempt("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    env: {
      ...process.env,
      ...unset,
      NODE: process.execPath,
      PROGRAM: program(call)[2],
      TERM: "dumb",
      ...env,
    },
    input: typed,
  });
  return stdout.split(/\r*\n/).filter(Boolean);
}

const byName = 'confirmByName("make down", "prod", ["volume a"])';
const simply = 'confirm("make up", ["stack a is removed"])';

test("without a terminal only a destruction needs CONFIRM", async () => {
  const unconfirmed = "make down STAGE=prod: expected the name prod as confirmation, found";
  expect(await without(byName)).toBe(
    `${unconfirmed} nothing, and no terminal to ask on; repeat it with CONFIRM=prod\n`,
  );
  expect(await without(byName, { CONFIRM: "dev" })).toBe(`${unconfirmed} dev; repeat it with CONFIRM=prod\n`);
  expect(await without(byName, { CONFIRM: "prod" })).toBe("went on\n");
  expect(await without(simply)).toBe("went on\n");
});

test.runIf(hasScript)("on a terminal the name must be typed exactly", async () => {
  const asked = await on(byName, "prod\n");
  expect([asked.includes("volume a"), asked.at(-1)]).toEqual([true, "went on"]);
  expect((await on(byName, "yes\n")).at(-1)).toBe(
    'make down STAGE=prod: expected the name prod as confirmation, found "yes"; nothing was destroyed',
  );
  expect((await on(byName, "\x04")).at(-1)).toContain('found ""; nothing was destroyed');
  expect(await on(byName, "", { CONFIRM: "prod" })).toEqual(["went on"]);
});

test.runIf(hasScript)("on a terminal a loss needs a yes, unless YES=1", async () => {
  const asked = await on(simply, "y\n");
  expect([asked.includes("stack a is removed"), asked.at(-1)]).toEqual([true, "went on"]);
  expect((await on(simply, "\n")).at(-1)).toBe('make up: expected yes, found ""; nothing was changed');
  expect(await on(simply, "", { YES: "1" })).toEqual(["went on"]);
});
