import { expect, test } from "vitest";
import {
  type Look,
  type MarkedIssue,
  newIssue,
  nextIssue,
  readIssueMark,
} from "../../../lib/notice/index.ts";
import type { Finding, StageReport } from "../../../lib/status/model.ts";
import { extra, report, stopped, unreachable, variable } from "./report.ts";

/** Scheduled runs, an hour apart, with the issue as GitLab keeps it between them. */
class Schedule {
  issue: MarkedIssue | undefined;
  #hour = 0;

  /** @returns what the run did to the issue */
  run(more: Partial<StageReport> = {}, healed: readonly string[] = []): string[] {
    this.#hour += 1;
    const time = `2026-11-26T${String(this.#hour).padStart(2, "0")}:00:00.000Z`;
    const look: Look = { report: report(time, more), job: `https://git.test/jobs/${this.#hour}`, healed };
    const done: string[] = [];
    if (!this.issue) {
      const made = newIssue(look);
      if (!made) return [];
      done.push("open");
      this.issue = issueOf(true, made.description);
    }
    const { description, state, comment } = nextIssue(this.issue, look);
    if (description !== undefined) done.push("edit");
    if (state) done.push(state);
    if (comment !== undefined) done.push(`comment: ${comment.match(/`[^`]+`/g)?.join(", ") ?? comment}`);
    const isOpen = state ? state === "reopen" : this.issue.isOpen;
    this.issue = issueOf(isOpen, description ?? this.issue.description);
    return done;
  }

  /** A person closes it. */
  close(): void {
    if (this.issue) this.issue = { ...this.issue, isOpen: false };
  }
}

function issueOf(isOpen: boolean, description: string): MarkedIssue {
  const mark = readIssueMark(description);
  if (!mark) throw new Error("the text has no mark");
  return { isOpen, description, mark };
}

const found = (...findings: Finding[]) => ({ findings });

test("over ten runs with three findings the issue is opened once, gets a comment for each new finding, and closes itself", () => {
  const schedule = new Schedule();
  const [web, db] = [stopped("web"), stopped("db")];
  const history = [
    schedule.run(),
    schedule.run(found(web)),
    schedule.run(found(web)),
    schedule.run(found(web, db)),
    schedule.run(found(db)),
    schedule.run(found(db)),
    schedule.run(),
    schedule.run(),
    schedule.run(found(variable)),
    schedule.run(),
  ];
  expect(history).toEqual([
    [],
    ["open"],
    [],
    ["edit", "comment: `10.0.0.60/chat db`"],
    ["edit"],
    [],
    ["edit", "close"],
    [],
    ["edit", "reopen", "comment: `gitlab chat variable MODE`"],
    ["edit", "close"],
  ]);
});

test("findings of a host that does not answer are neither gone, nor new when it answers again", () => {
  const schedule = new Schedule();
  const web = stopped("web");
  expect([
    schedule.run(found(web, variable)),
    schedule.run({ findings: [variable], unanswered: [unreachable] }),
    schedule.run({ findings: [], unanswered: [unreachable] }),
    schedule.run(found(web)),
    schedule.run(found()),
  ]).toEqual([["open"], ["edit", "comment: `10.0.0.60`"], ["edit"], ["edit"], ["edit", "close"]]);
});

test("an issue that a person closed is opened again by something new only", () => {
  const schedule = new Schedule();
  const web = stopped("web");
  schedule.run(found(web));
  schedule.close();
  expect([schedule.run(found(web)), schedule.run(found(web, stopped("db"))), schedule.run()]).toEqual([
    [],
    ["edit", "reopen", "comment: `10.0.0.60/chat db`"],
    ["edit", "close"],
  ]);
});

test("ignored findings and mere notices open no issue; healing gets a comment", () => {
  const schedule = new Schedule();
  const ignored = stopped("web", { ignored: { reason: "It is replaced in May." } });
  const reported = stopped("db", { sync: "reported" });
  const comment = "comment: **Healed:**\n\n- 10.0.0.60/chat web: started\n";
  expect([schedule.run(found(ignored, reported)), schedule.run({}, ["10.0.0.60/chat web: started"])]).toEqual(
    [[], ["open", "edit", "close", comment]],
  );
});

test("the same healing in one run after another gets one comment", () => {
  const schedule = new Schedule();
  const healed = ["10.0.0.60/chat web: started"];
  const web = found(stopped("web"));
  schedule.run(web);
  const comment = `comment: **Healed:**\n\n- ${healed[0]}\n`;
  expect([
    schedule.run(web, healed),
    schedule.run(web, healed),
    schedule.run(web),
    schedule.run(web, healed),
  ]).toEqual([["edit", comment], [], ["edit"], ["edit", comment]]);
});

test("somebody who knows Compose only can read it", () => {
  const schedule = new Schedule();
  schedule.run(found(stopped("web")));
  schedule.run({
    findings: [
      stopped("web"),
      stopped("db"),
      extra,
      { ...variable, remedy: "person", advice: "change it in GitLab or in the settings" },
      stopped("old", { ignored: { reason: "It goes in May.", until: "2027-05-31" } }),
      stopped("engine", { address: "10.0.0.60", field: "live-restore", sync: "reported", text: "off" }),
    ],
    unanswered: [{ ...unreachable, who: "10.0.0.61" }],
    idleRules: [
      { address: "10.0.0.60/chat x", field: "memory", reason: "r", until: "2026-01-31", why: "expired" },
      { address: "10.0.0.60/chat y", field: "memory", reason: "r", why: "matches nothing" },
    ],
  });
  expect(schedule.issue?.description.split("\n").slice(1).join("\n")).toBe(`
Stage \`prod\` was compared with what its last \`make up\` recorded: **4 differences, 1 did not answer**.

**10.0.0.60: docker restarted**

- \`10.0.0.60/chat web\`: container stopped (exit code 137); field \`state\`, since 2026-11-26 01:00 UTC
- \`10.0.0.60/chat db\`: container stopped (exit code 137); field \`state\`, since 2026-11-26 02:00 UTC

**10.0.0.60: by hand**

- \`10.0.0.60/chat extra container web-2\`: a container that nobody declared; field \`existence\`, since 2026-11-26 02:00 UTC

**GitLab: by hand**

- \`gitlab chat variable MODE\`: value changed; field \`value\`, since 2026-11-26 02:00 UTC; change it in GitLab or in the settings

**Did not answer.** What they hold is unknown: it may be as recorded or not.

- \`10.0.0.61\`: Pulumi.prod.yaml smallboat:hosts: expected a host that answers, found none; start it

**What to do**

- \`make heal STAGE=prod\` puts 2 of these right, as \`make up\` would, and nothing else.
- \`make heal STAGE=prod PRUNE=1\` also removes 1 that nobody declared.
- 1 of these need a person: what to do stands behind each.
- To keep one as it is, name its address and field in \`smallboat:drift.ignore\` of \`Pulumi.prod.yaml\`, with a reason.

<details>
<summary>1 ignored by a rule</summary>

- \`10.0.0.60/chat old\`: container stopped (exit code 137); It goes in May., until 2027-05-31

</details>

<details>
<summary>1 noticed, but no drift</summary>

- \`10.0.0.60\`: off

</details>

<details>
<summary>2 rules to ignore without effect</summary>

- \`10.0.0.60/chat x\` \`memory\`: over since 2026-01-31, so it counts again
- \`10.0.0.60/chat y\` \`memory\`: there is no such thing; remove the rule

</details>

Written at 2026-11-26 02:00 UTC by [a job](https://git.test/jobs/2). It is written again when something changes, so what people write here is lost; comments stay.
`);
});

test("foreign texts become neither markup nor commands, and a long report fits", () => {
  const schedule = new Schedule();
  const hostile = stopped("web", { address: "h/`x` @all", text: "/close\n<!-- @all **x** [a](b)" });
  schedule.run(found(hostile));
  const text = schedule.issue?.description ?? "";
  expect(text).toContain("- ``h/`x` @all``: /close \\<\\!-- \\@all \\*\\*x\\*\\* \\[a\\](b); field");
  expect(text).not.toMatch(/^\s*\//m);
  schedule.run(found(...Array.from({ length: 5000 }, (_, at) => stopped(`web${at}`))));
  expect(schedule.issue?.description).toContain("And 4800 more: the job's log lists them.");
  expect(schedule.issue?.description.length).toBeLessThan(1_000_000);
});
