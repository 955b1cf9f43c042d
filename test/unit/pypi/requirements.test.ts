import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pinsIn, pipConfiguration } from "../../../lib/pypi/index.ts";

test("only exact versions are pins", () => {
  const text = [
    "-r other.txt",
    "# flask==0.1",
    "Flask == 3.1.3 \\",
    "    --hash=sha256:00 \\",
    "zope.interface[test]===7.0 ; python_version > '3.8'",
    "Flask==3.1.3  # again",
    "click==8.1.0;sys_platform=='win32'",
    "jinja2>=3, ==3.*",
    "markupsafe~=3.0",
    "worse==1.*",
    "app @ https://files.test/app==1.0.whl",
    "waitress",
  ].join("\r\n");
  expect(pinsIn(text)).toEqual([
    { name: "flask", version: "3.1.3" },
    { name: "zope-interface", version: "7.0" },
    { name: "click", version: "8.1.0" },
  ]);
});

test("a compiled file of this repository", () => {
  const file = join(import.meta.dirname, "../../../examples/flask-chat-app/requirements.txt");
  const pins = pinsIn(readFileSync(file, "utf8"));
  expect(pins.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["blinker", "click", "flask", "itsdangerous", "jinja2"]),
  );
  expect(pins.every(({ version }) => /^\d/.test(version))).toBe(true);
});

test.each([
  ["", { index: "https://pypi.org/simple" }],
  ["global.timeout='60'\nnonsense", { index: "https://pypi.org/simple" }],
  [
    "global.index-url='https://pypi.test/root/simple'\nglobal.cert='/etc/ca.pem'",
    { index: "https://pypi.test/root/simple", certificates: "/etc/ca.pem" },
  ],
  [
    ":env:.index-url='https://boat:p%40ss@env.test/simple'\nglobal.index-url='https://pypi.test/simple'",
    { index: "https://env.test/simple", login: { user: "boat", password: "p@ss" } },
  ],
  ["install.index-url='no address'", { index: "https://pypi.org/simple" }],
])("the package index in pip's configuration %j", (output, want) => {
  expect(pipConfiguration(output)).toEqual(want);
});
