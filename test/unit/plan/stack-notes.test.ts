import { expect, test } from "vitest";
import type { StackPlan } from "../../../lib/compose/index.ts";
import { stackNotes } from "../../../lib/plan/index.ts";

const stack = (label: string, ...notes: string[]) => ({ label, plan: { notes } as unknown as StackPlan });

test("each stack with keys without effect has one text", () => {
  const stacks = [
    stack("stacks/Local/web", "a:1:1: expose: why", "a:2:1: attach: why"),
    stack("stacks/Local/db"),
  ];
  expect(stackNotes(stacks)).toEqual([
    "stacks/Local/web: keys with little or no effect\n  a:1:1: expose: why\n  a:2:1: attach: why",
  ]);
});
