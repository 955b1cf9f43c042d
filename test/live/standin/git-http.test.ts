import { expect, test } from "vitest";
import { run } from "../support/command.ts";
import { git, gitLabWithProject, workingTree } from "./git.ts";
import { gitLabOfTest } from "./server.ts";

test("clone, push and fetch with a token, by protocol version 2", async () => {
  const gitlab = await gitLabOfTest();
  const { url } = await gitLabWithProject(gitlab);
  const tree = await workingTree({ "README.md": "hello\n", "bin/run": "#!/bin/sh\n" });
  expect(await git(tree, "push", url(), "main")).toMatchObject({ code: 0 });
  const clone = `${tree}-clone`;
  expect(await git(tree, "-c", "protocol.version=2", "clone", "--quiet", url(), clone)).toMatchObject({
    code: 0,
  });
  expect(await run("git", ["-C", clone, "ls-files"])).toBe("README.md\nbin/run");
});
