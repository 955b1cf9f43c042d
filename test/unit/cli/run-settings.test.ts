import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { withRunSettings } from "../../../cli/stage/run-settings.ts";
import { workIn } from "./workplace.ts";

const file = "encryptionsalt: v1:abc\nconfig:\n  smallboat:allowDelete:\n    - old\n";

test("settings of one run are in a copy of the stage's file, which is removed after it", async () => {
  workIn({ "Pulumi.dev.yaml": file });
  const lists = { allowDelete: ["a", "b"], adopted: [] };
  const [option, path, content] = await withRunSettings("dev", lists, async (options) => [
    ...options,
    parse(readFileSync(String(options[1]), "utf8")),
  ]);
  expect([option, content, existsSync(String(path)), readFileSync("Pulumi.dev.yaml", "utf8")]).toEqual([
    "--config-file",
    { encryptionsalt: "v1:abc", config: { "smallboat:allowDelete": ["old", "a", "b"] } },
    false,
    file,
  ]);
});

test("without any there are no options", async () => {
  workIn({});
  expect(await withRunSettings("dev", { allowDelete: [] }, async (options) => options)).toEqual([]);
});
