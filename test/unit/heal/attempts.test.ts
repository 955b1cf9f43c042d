import { expect, test } from "vitest";
import { type HealTimes, tooOften, withHealTime } from "../../../lib/heal/index.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 10) + seconds * 1000);
const chat = "10.0.0.60/chat";

/** The times after heals at these seconds. */
const after = (...seconds: readonly number[]) =>
  seconds.reduce<HealTimes>((times, each) => withHealTime(times, [chat], at(each)), {});

test("the sixth heal within five minutes does not begin, and says until when", () => {
  expect(tooOften(after(0, 10, 20, 30), chat, at(40))).toBeUndefined();
  expect(tooOften(after(0, 10, 20, 30, 40), chat, at(50))).toEqual({
    path: chat,
    expected: "to be healed less than 5 times in 5 minutes",
    found: "5 times since 2026-01-01T10:00:00.000Z",
    remedy:
      "find out why it does not stay as it was recorded; it is left alone until 2026-01-01T10:05:00.000Z",
  });
});

test.each([
  ["of another stack", withHealTime(after(0, 10, 20, 30), ["10.0.0.60/web"], at(40)), 50],
  ["before these five minutes", after(0, 10, 20, 30, 40), 301],
  ["whose recorded time is unreadable", { [chat]: ["yesterday", "", "a", "b", "c"] }, 50],
])("heals %s do not count", (_, times, now) => {
  expect(tooOften(times, chat, at(now))).toBeUndefined();
});

test("heals of a machine whose clock is a minute ahead count", () => {
  expect(tooOften(after(60, 61, 62, 63, 64), chat, at(0))?.found).toBe(
    "5 times since 2026-01-01T10:01:00.000Z",
  );
});

test("times that no longer count are left out", () => {
  expect(withHealTime({ ...after(0), old: [at(-400).toISOString()] }, [chat, "gitlab"], at(1))).toEqual({
    [chat]: [at(0).toISOString(), at(1).toISOString()],
    gitlab: [at(1).toISOString()],
  });
});
