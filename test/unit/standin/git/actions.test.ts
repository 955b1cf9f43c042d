import { expect, test } from "vitest";
import { type Action, ActionError, applyActions, type File } from "../../../../dev/gitlab/git/actions.ts";

const files = new Map<string, File>([
  ["README.md", { mode: "100644", content: "id of README" }],
  ["bin/run", { mode: "100755", content: "id of run" }],
]);
const text = Buffer.from("text");

function changes(...actions: Action[]) {
  return Object.fromEntries(applyActions(files, actions));
}

test("each action changes only what it names", () => {
  expect(changes({ action: "create", path: "a/b.txt", content: text })).toEqual({
    "a/b.txt": { mode: "100644", content: text },
  });
  expect(changes({ action: "create", path: "/new", content: text, executable: true })).toEqual({
    new: { mode: "100755", content: text },
  });
  expect(changes({ action: "update", path: "bin/run", content: text })).toEqual({
    "bin/run": { mode: "100755", content: text },
  });
  expect(changes({ action: "delete", path: "README.md" })).toEqual({ "README.md": undefined });
  expect(changes({ action: "move", path: "bin/go", previousPath: "bin/run" })).toEqual({
    "bin/run": undefined,
    "bin/go": { mode: "100755", content: "id of run" },
  });
  expect(changes({ action: "chmod", path: "README.md", executable: true })).toEqual({
    "README.md": { mode: "100755", content: "id of README" },
  });
});

test("an action sees the results of earlier ones", () => {
  const moved: Action = { action: "move", path: "docs", previousPath: "README.md" };
  expect(changes(moved, { action: "create", path: "README.md/part", content: text })).toEqual({
    "README.md": undefined,
    docs: { mode: "100644", content: "id of README" },
    "README.md/part": { mode: "100644", content: text },
  });
  expect(() =>
    changes({ action: "delete", path: "README.md" }, { action: "chmod", path: "README.md" }),
  ).toThrow("A file with this name doesn't exist");
});

test.each([
  [{ action: "create", path: "README.md" }, "A file with this name already exists"],
  [{ action: "create", path: "README.md/part" }, "A file with this name already exists"],
  [{ action: "create", path: "bin" }, "A directory with this name already exists"],
  [{ action: "update", path: "absent" }, "A file with this name doesn't exist"],
  [{ action: "delete", path: "bin" }, "A file with this name doesn't exist"],
  [{ action: "move", path: "x", previousPath: "absent" }, "A file with this name doesn't exist"],
  [{ action: "move", path: "README.md", previousPath: "bin/run" }, "A file with this name already exists"],
  [{ action: "create", path: "../x" }, "Path cannot include directory traversal"],
  [{ action: "create", path: "a/.GIT/config" }, "invalid path: 'a/.GIT/config'"],
  [{ action: "create", path: "a//b" }, "invalid path: 'a//b'"],
  [{ action: "create", path: "/" }, "You must provide a file path"],
] satisfies [Action, string][])("%j is refused", (action, message) => {
  expect(() => changes(action)).toThrow(new ActionError(message));
});
