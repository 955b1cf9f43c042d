import { expect, test } from "vitest";
import { newerVersions, normalizedName, versionOfFile } from "../../../lib/pypi/index.ts";

test.each([
  ["1.9", ["1.10", "1.9.0", "1.8", "2.0"], "1.10", "2.0"],
  ["1.10", ["1.9", "1.10.0"], undefined, undefined],
  ["1.0", ["1.0.post1"], "1.0.post1", undefined],
  ["1.0", ["1.1rc1", "1.1.dev3", "2.0a1"], undefined, undefined],
  ["1.1rc1", ["1.1rc2", "1.1.dev3", "2.0a1"], "1.1rc2", "2.0a1"],
  ["1.1rc1", ["1.1"], "1.1", undefined],
  ["2024.1", ["1!1.0", "2024.2"], "2024.2", "1!1.0"],
  ["2.4.0+cpu", ["2.5.0", "2.5.0+cu118", "2.4.1+cpu"], "2.4.1+cpu", undefined],
  ["2.4.0", ["2.5.0+cpu"], undefined, undefined],
  ["v1.0", ["1.1", "nonsense"], "1.1", undefined],
  ["nonsense", ["1.1"], undefined, undefined],
])("the newer versions of %s among %j", (version, all, compatible, newest) => {
  expect(newerVersions(version, all)).toEqual({ compatible, newest });
});

test.each([
  ["greeting", "greeting-0.1.0-py3-none-any.whl", "0.1.0"],
  ["Flask_SQLAlchemy", "flask_sqlalchemy-3.1.1-py3-none-any.whl", "3.1.1"],
  ["greeting", "greeting-0.1.0-1-py3-none-any.whl", "0.1.0"],
  ["my-name", "my-name-1.0rc1.tar.gz", "1.0rc1"],
  ["my-name", "my_name-1.0.zip", "1.0"],
  ["zope.interface", "zope.interface-5.0-1.tar.gz", "5.0-1"],
  ["greeting", "greeting-0.1.0.exe", undefined],
  ["greeting", "greeting-new.tar.gz", undefined],
  ["greeting", "greetings-0.1.0.tar.gz", undefined],
])("the version of package %s in the file name %s", (name, file, version) => {
  expect(versionOfFile(name, file)).toBe(version);
});

test("one form of a package's name", () => {
  expect(["Flask_SQLAlchemy", "zope.interface", "a-._b"].map(normalizedName)).toEqual([
    "flask-sqlalchemy",
    "zope-interface",
    "a-b",
  ]);
});
