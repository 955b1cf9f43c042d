import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { closeToOtherUsers } from "../../../cli/stage/private-files.ts";
import { workIn } from "./workplace.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("only the owner may read the files of set-up and Pulumi in a checkout; files behind links are left alone", () => {
  workIn({ "outside.txt": "" });
  mkdirSync(".smallboat/state/.pulumi/stacks", { recursive: true, mode: 0o755 });
  mkdirSync(".smallboat/logs", { mode: 0o755 });
  for (const [file, mode] of [
    [".smallboat/state/.pulumi/stacks/dev.json", 0o644],
    [".smallboat/logs/tool.log", 0o664],
    [".smallboat/program", 0o755],
    ["outside.txt", 0o644],
  ] as const) {
    writeFileSync(file, "");
    chmodSync(file, mode);
  }
  symlinkSync("../outside.txt", ".smallboat/link");
  closeToOtherUsers(".smallboat");
  const folders = [
    ".smallboat",
    ".smallboat/state",
    ".smallboat/state/.pulumi",
    ".smallboat/state/.pulumi/stacks",
  ];
  expect(folders.map(modeOf)).toEqual(["700", "700", "700", "700"]);
  expect(
    [
      ".smallboat/state/.pulumi/stacks/dev.json",
      ".smallboat/logs/tool.log",
      ".smallboat/program",
      "outside.txt",
    ].map(modeOf),
  ).toEqual(["600", "600", "700", "644"]);
  closeToOtherUsers("nowhere");
});
