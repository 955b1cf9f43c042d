import { expect, test } from "vitest";
import { newerTags } from "../../../lib/outdated/newer-tags.ts";

test.each([
  ["1.26", ["1.25", "1.26", "1.27", "1.28", "2.0", "1.29.1", "1.29-alpine", "latest"], "1.28", "2.0"],
  ["1.9", ["1.10", "1.9"], "1.10", undefined],
  ["1.26-alpine", ["1.27", "1.27-alpine", "1.27-alpine-slim"], "1.27-alpine", undefined],
  ["prod.0.0.2", ["dev.0.0.9", "prod.0.0.3", "prod.0.0.1"], "prod.0.0.3", undefined],
  ["v2", ["v3", "3", "v10"], undefined, "v10"],
  ["latest", ["1.0", "latest", "newer"], undefined, undefined],
  ["8", ["9", "20240101"], undefined, "9"],
  ["20240101", ["20250101", "9", "2025010101"], undefined, "20250101"],
  ["1.2-3f9e", ["1.2-4f9e", "1.3-3f9e"], "1.3-3f9e", undefined],
  ["1.26", [], undefined, undefined],
  ["9007199254740993.1", ["9007199254740993.2"], "9007199254740993.2", undefined],
])("the newer tags of %s among %j", (tag, all, compatible, newest) => {
  expect(newerTags(tag, all)).toEqual({ compatible, newest });
});
