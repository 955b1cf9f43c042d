import { expect, test } from "vitest";
import { exceptionProblems, judgeDeclared, parsePolicyLine } from "../../../lib/policy/index.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { loaded, settings } from "../plan/stage.ts";
import { at, faults, sound } from "../settings/lines.ts";

const files = {
  "stacks/Local/app/compose.yaml": "services:\n  web:\n    image: nginx\n  db:\n    image: postgres\n",
  "stacks/far/app/compose.yaml": "services:\n  web:\n    image: nginx\n",
};
const line = (stack: string, row: number, image: string, level: string) =>
  `stacks/${stack}/compose.yaml:${row}:5: expected an image with a tag other than latest, found ${image}; ` +
  `name a version [policy image-tag: ${level}]`;
const [web, db, far] = [
  line("Local/app", 3, "nginx", "deny"),
  line("Local/app", 5, "postgres", "deny"),
  line("far/app", 3, "nginx", "deny"),
];
const today = new Date("2026-06-30T23:59:59Z");

/** What a policy says of the two stacks. */
function said(policy: object) {
  const checked = settings({ policy });
  const { stacks } = loaded(files, checked);
  const { refusals, warnings } = judgeDeclared(checked, { stacks, projects: [] }, today);
  return { refusals: refusals.map(problemLine), warnings };
}

test("a stage without a policy gets no message", () => {
  expect(said({})).toEqual({ refusals: [], warnings: [] });
});

test("a level decides whether a broken rule warns, refuses, or is nothing", () => {
  const warned = [web, db, far].map((each) => each.replace("deny", "warn"));
  expect(said({ rules: { "image-tag": "off" } })).toEqual({ refusals: [], warnings: [] });
  expect(said({ rules: { "image-tag": "warn" } })).toEqual({ refusals: [], warnings: warned });
  expect(said({ rules: { "image-tag": "deny" } })).toEqual({ refusals: [web, db, far], warnings: [] });
});

const exception = {
  rule: "image-tag",
  stack: "Local/app",
  reason: "Vendor has no tags.",
  until: "2026-06-30",
};
const over = (until: string) =>
  `${at}policy.exceptions.0.until: expected a day that is not over, found ${until}; ` +
  "correct what breaks the rule and remove the exception, or set a later day";
const idle = (what: string) =>
  `${at}policy.exceptions.0: expected an exception that something needs, found one from ${what}; remove it`;

test.each<[string, object, string[], string[]]>([
  ["of a stack, on its last day", exception, [far], []],
  ["of one service", { ...exception, service: "db" }, [web, far], []],
  ["a day past its end", { ...exception, until: "2026-06-29" }, [web, db, far], [over("2026-06-29")]],
  [
    "from a rule that nothing there breaks",
    { ...exception, rule: "privileged" },
    [web, db, far],
    [idle("privileged, which Local/app does not break")],
  ],
  [
    "from a rule that is off",
    { ...exception, rule: "host-root", service: "db" },
    [web, db, far],
    [idle("host-root, which is off")],
  ],
])("which findings remain beside an exception %s", (_, each, refusals, warnings) => {
  const rules = { "image-tag": "deny", privileged: "deny" };
  expect(said({ rules, exceptions: [each] })).toEqual({ refusals, warnings });
});

test("an exception for a missing stack, service or project is a problem", () => {
  const names = [
    { stack: "Local/ap" },
    { stack: "Local/broken" },
    { stack: "Local/app", service: "wbe" },
    { rule: "protected-branch", project: "chat" },
    { stack: "elsewhere/shop" },
  ];
  const exceptions = names.map((each) => {
    const { stack: _, ...rest } = exception;
    return { ...rest, ...each };
  });
  const checked = settings({ policy: { exceptions } });
  const { stacks } = loaded(files, checked);
  const there = ["Local/app", "far/app", "Local/broken"];
  const problems = exceptionProblems(checked, stacks, (stack) => there.includes(stack));
  expect(problems.map(problemLine)).toEqual([
    `${at}policy.exceptions.0.stack: expected one of the stacks Local/app, far/app, found "Local/ap"; write Local/app`,
    `${at}policy.exceptions.2.service: expected one of the services web, db, found "wbe"; write web`,
    `${at}policy.exceptions.3.project: expected the name of a project, found "chat"; correct it, or remove the exception`,
    `${at}policy.exceptions.4.stack: expected one of the stacks Local/app, far/app, found "elsewhere/shop"; ` +
      "correct it, or remove the exception",
  ]);
});

test("a policy is checked with the settings", () => {
  const { reason: _, ...unfounded } = exception;
  const exceptions = [
    { ...unfounded, until: "2026-02-30" },
    { ...exception, rule: "image-tags" },
    { ...exception, rule: "deletions" },
    { ...exception, project: "chat" },
    { ...exception, rule: "masked-variables" },
  ];
  const policy = { rules: { "image-tga": "deny", privileged: "forbid" }, maxReplacements: -1, exceptions };
  const scope =
    "expected a stack for a rule of services, or a project for a rule of projects, found an object; correct it";
  const found = faults({ ...sound, policy });
  expect(
    found.map((each) => each.replace(/one of (the rules )?image-tag, .*?, found/, "one of …, found")),
  ).toEqual(
    [
      `exceptions.0.reason: expected a reason, found nothing; add it`,
      `exceptions.0.until: expected the last day on which it counts, such as 2026-12-31, found "2026-02-30"; correct it`,
      `exceptions.1.rule: expected one of …, found "image-tags"; write image-tag`,
      `exceptions.2.rule: expected one of …, found "deletions"; correct it`,
      `exceptions.3: ${scope}`,
      `exceptions.4: ${scope}`,
      "maxReplacements: expected a number of containers, found -1; correct it",
      "rules.image-tga: expected one of …, found the unknown setting image-tga; write image-tag",
      'rules.privileged: expected off, warn or deny, found "forbid"; correct it',
    ].map((each) => `${at}policy.${each}`),
  );
});

test.each(["2026-12-31", "2026-12-31T00:00:00Z", "2026-12-31 00:00:00 +0000 UTC"])(
  "%s, as Pulumi hands on a day with or without quotes, is that day",
  (until) => {
    const { policy } = settings({ policy: { exceptions: [{ ...exception, until }] } });
    expect(policy.exceptions).toEqual([{ ...exception, until: "2026-12-31" }]);
  },
);

test("the line of a preview can be parsed as data", () => {
  expect(parsePolicyLine(web)).toEqual({
    rule: "image-tag",
    level: "deny",
    path: "stacks/Local/app/compose.yaml:3:5",
    expected: "an image with a tag other than latest",
    found: "nginx",
    remedy: "name a version",
  });
  expect(parsePolicyLine("stacks/Local/app: expected a compose.yaml, found none; write one")).toBe(undefined);
});
