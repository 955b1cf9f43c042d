import { expect, test } from "vitest";
import { escaped, html } from "../../../../dev/gitlab/pages/html.ts";
import { cronFaults, next } from "../../../../dev/gitlab/projects/cron.ts";
import { nameFaults, pathFaults, pathFrom } from "../../../../dev/gitlab/projects/names.ts";

test("accepts five fields of cron in a zone that exists", () => {
  const none = { cron: [], cron_timezone: [] };
  expect(cronFaults("0 1 * * 1-5", "Europe/Berlin")).toEqual(none);
  for (const cron of ["*/15 0-6 1,15 * *", "5/10 0,0 L jul *", "0 1 * * wed,7,mon#L"]) {
    expect([cron, cronFaults(cron, "UTC")]).toEqual([cron, none]);
  }
  const beyondFugit = ["0 0 15W * *", "0 0 LW * *", "0 0 * * 5L", "0 0 * * L", "0 0 ? * 1", "0 0 * * +1"];
  const broken = ["0 1 * *", "0 1 * * * *", "61 * * * *", "*/61 * * * *", "0 0 30 2 *", "often", "@daily"];
  for (const cron of [...broken, ...beyondFugit]) {
    expect([cron, cronFaults(cron, "UTC").cron]).toEqual([cron, ["syntax is invalid"]]);
  }
  expect(cronFaults("0 1 * * *", "Atlantis").cron_timezone).toEqual(["syntax is invalid"]);
});

test("runs a schedule at its zone's hour, over a change of clocks", () => {
  const after = (moment: string) => next("30 6 * * *", "Europe/Berlin", new Date(moment))?.toISOString();
  expect(after("2026-03-28T00:00:00Z")).toBe("2026-03-28T05:30:00.000Z");
  expect(after("2026-03-28T12:00:00Z")).toBe("2026-03-29T04:30:00.000Z");
});

test("makes paths from names, and refuses names that GitLab refuses", () => {
  expect(["My App", "Änderung 2", "a--b", " x. "].map(pathFrom)).toEqual([
    "my-app",
    "anderung-2",
    "a--b",
    "x",
  ]);
  expect(nameFaults("Team: one")).toHaveLength(1);
  expect(nameFaults("Team (one) + 1.0")).toEqual([]);
  expect(["ok", "a.b", "-a", "a.git", "api", "a b", ""].map((path) => pathFaults(path).length)).toEqual([
    0, 0, 1, 1, 1, 1, 1,
  ]);
});

test("escapes every value of a page", () => {
  expect(escaped(`<a href="x">&'`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  expect(html`<p>${"<b>"}${[html`<i>${1}</i>`, html`<i>2</i>`]}${null}${false}</p>`.text).toBe(
    "<p>&lt;b&gt;<i>1</i><i>2</i></p>",
  );
});
