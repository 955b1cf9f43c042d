import { expect, test } from "vitest";
import { checkDrift } from "../../../lib/settings/drift.ts";

const rule = { address: "far/chat web", field: "memory", reason: "It is tried out" };

test("without the section nothing is ignored", () => {
  expect(checkDrift("dev", undefined)).toEqual({ ignore: [], heal: [] });
});

test("a rule may end on a day, which Pulumi may have read as a point in time", () => {
  const ignore = [rule, { ...rule, until: "2026-12-31T00:00:00Z" }];
  expect(checkDrift("dev", { ignore }).ignore).toEqual([rule, { ...rule, until: "2026-12-31" }]);
});

test("all faults of the section are named", () => {
  const ignore = [
    { address: "far/chat web", field: "", until: "soon" },
    { ...rule, untill: "2026-12-31" },
  ];
  expect(() => checkDrift("dev", { ignore })).toThrow(
    [
      'Pulumi.dev.yaml smallboat:drift.ignore.0.field: expected the field of a finding, found ""; correct it',
      "Pulumi.dev.yaml smallboat:drift.ignore.0.reason: expected a reason, found nothing; add it",
      "Pulumi.dev.yaml smallboat:drift.ignore.0.until: expected the last day on which it counts, such as 2026-12-31, " +
        'found "soon"; correct it',
      "Pulumi.dev.yaml smallboat:drift.ignore.1.untill: expected one of address, field, reason, until, " +
        "found the unknown setting untill; write until",
    ].join("\n"),
  );
});
