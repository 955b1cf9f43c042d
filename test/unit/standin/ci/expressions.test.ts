import { expect, test } from "vitest";
import { Expressions } from "../../../../dev/gitlab/pipelines/expressions/evaluate.ts";

const values = new Map(
  Object.entries({
    PRESENT: "my variable",
    PATH_OF: "a/path/variable/value",
    FULL_PATH: "/a/full/path/variable/value",
    EMPTY: "",
    BLANK: "  ",
    SAME: "my variable",
    ONE: "1",
    TRUE: "true",
    FALSE: "false",
    NULL: "null",
    LINES: "first\nsecond line\n",
    QUOTED: 'say "hi"',
    DOLLAR: "$PRESENT",
    PATTERN: "/^my.*/",
    PATTERN_I: "/^MY/i",
    PATTERN_LINE: "/^my/\n",
    OTHER_PATTERN: "/^at.*/",
    NO_PATTERN: "/my (/",
    WORD: "is my variable here",
    BRANCH: "feature/x-1",
    MAIN: "main",
    DEFAULT: "main",
    TITLE: "Merge branch 'x' into 'main'",
    MAIL: "a@b.example",
    UMLAUT: "Käse 🧀",
  }),
);

/** An expression that is an error says where. */
function outcome(expression: string): boolean | string {
  try {
    return new Expressions().holds(expression, values);
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[string, boolean]>([
  // Equality with strings, both kinds of quotes, on both sides.
  ['$PRESENT == "my variable"', true],
  ["$PRESENT == 'my variable'", true],
  ['"my variable" == $PRESENT', true],
  ['$PRESENT == "my"', false],
  ['$PRESENT != "my variable"', false],
  ['$PRESENT != "other"', true],
  ['$PRESENT=="my variable"', true],
  ['  $PRESENT\t==\n"my variable"  ', true],
  ["$QUOTED == 'say \"hi\"'", true],
  ['$UMLAUT == "Käse 🧀"', true],
  ['$ONE == "1"', true],
  ['$TRUE == "true"', true],
  ['$DOLLAR == "$PRESENT"', true],
  ['$DOLLAR == "my variable"', false],
  ['"a" == "a"', true],
  ['"$PRESENT" == "my variable"', false],
  // Two variables.
  ["$PRESENT == $SAME", true],
  ["$PRESENT != $SAME", false],
  ["$PRESENT == $EMPTY", false],
  ["$NOT_THERE == $NOT_THERE_EITHER", true],
  ["$NOT_THERE == $EMPTY", false],
  // Null and empty.
  ["$PRESENT == null", false],
  ["$PRESENT != null", true],
  ["$EMPTY == null", false],
  ["$EMPTY != null", true],
  ["$NOT_THERE == null", true],
  ["$NOT_THERE != null", false],
  ["null == $NOT_THERE", true],
  ["$NULL == null", false],
  ['$NULL == "null"', true],
  ["null == null", true],
  ['$EMPTY == ""', true],
  ['$EMPTY != ""', false],
  ['"" == $EMPTY', true],
  ['$NOT_THERE == ""', false],
  ['$PRESENT == ""', false],
  // A value alone is present where it is not blank.
  ["$PRESENT", true],
  ["$EMPTY", false],
  ["$BLANK", false],
  ["$NOT_THERE", false],
  ["$FALSE", true],
  ["$NULL", true],
  ['"text"', true],
  ['""', false],
  ["null", false],
  ["/ab/", true],
  // Patterns.
  ["$PRESENT =~ /var.*e$/", true],
  ["$PRESENT =~ /^var.*/", false],
  ["$PRESENT =~ /VAR.*/", false],
  ["$PRESENT =~ /VAR.*/i", true],
  ["$EMPTY =~ /var.*/", false],
  ["$EMPTY =~ /^$/", true],
  ["$NOT_THERE =~ /var.*/", false],
  ["$PATH_OF =~ /path\\/variable/", true],
  ["$FULL_PATH =~ /^\\/a\\/full\\/path\\/variable\\/value$/", true],
  ["$FULL_PATH =~ /^\\/a\\/bad/", false],
  ["$PRESENT !~ /var.*e$/", false],
  ["$PRESENT !~ /^var.*/", true],
  ["$PRESENT !~ /VAR.*/i", false],
  ["$EMPTY !~ /var.*/", true],
  ["$NOT_THERE !~ /var.*/", true],
  ["$LINES =~ /^second/", false],
  ["$LINES =~ /^second/m", true],
  ["$LINES =~ /first.second/", false],
  ["$LINES =~ /first.second/s", true],
  ["$LINES =~ /FIRST.second/is", true],
  ["$PRESENT =~ /\\w+ \\w+/", true],
  ["$PRESENT =~ /[[:alpha:]]+ v/", true],
  ["$PRESENT =~ /\\Amy\\b/", true],
  ["$BRANCH =~ /^feature\\/[a-z]-\\d+$/", true],
  ["$MAIL =~ /^a\\x40b/", true],
  ["$UMLAUT =~ /^K.se \\p{So}$/", true],
  ['$QUOTED =~ /"hi"/', true],
  ["$DOLLAR =~ /\\$PRESENT/", true],
  ["$PRESENT =~ /$PRESENT/", false],
  ["$PRESENT =~ /(?i)MY/", true],
  // Patterns in variables, and texts that are none.
  ["$PRESENT =~ $PATTERN", true],
  ["$PRESENT =~ $PATTERN_I", true],
  ["$PRESENT =~ $PATTERN_LINE", true],
  ["$PRESENT =~ $OTHER_PATTERN", false],
  ["$PRESENT !~ $OTHER_PATTERN", true],
  ["$PRESENT =~ $NOT_THERE", false],
  ["$PRESENT !~ $NOT_THERE", true],
  ["$PRESENT =~ $WORD", true],
  ["$WORD =~ $PRESENT", false],
  ["$PRESENT =~ $NO_PATTERN", false],
  ["$PRESENT =~ $EMPTY", false],
  ["$EMPTY =~ $EMPTY", true],
  ['"23" =~ "1234"', true],
  ['"23" =~ /1234/', false],
  ["$PRESENT =~ null", false],
  ["$PRESENT !~ null", true],
  ["$DOLLAR =~ $PATTERN", false],
  ["$PRESENT == $PATTERN", false],
  // Joined: `&&` before `||`, from the left; as in Ruby, an empty text is true to both.
  ['$PRESENT && "text"', true],
  ["$PRESENT && $EMPTY", false],
  ["$EMPTY && $PRESENT", true],
  ["$NOT_THERE && $PRESENT", false],
  ["null && $PRESENT", false],
  ["$PRESENT || $NOT_THERE", true],
  ["$NOT_THERE || $PRESENT", true],
  ["$EMPTY || $PRESENT", false],
  ["$NOT_THERE || null", false],
  ["$PRESENT && null || $EMPTY == ''", true],
  ["$MAIN == 'main' || $NOT_THERE && $NOT_THERE", true],
  ["$NOT_THERE && $NOT_THERE || $MAIN == 'main'", true],
  ["($MAIN == 'main' || $NOT_THERE) && $NOT_THERE", false],
  ["$PRESENT =~ /my var/ && $EMPTY =~ /nope/", false],
  ["$PRESENT =~ /my var/ || $EMPTY =~ /nope/", true],
  ["$ONE == '2' || $ONE == '3' && $ONE == '1' || $ONE == '1' && $TRUE == 'true'", true],
  ['$PRESENT == "my variable" == $SAME', false],
  // Parentheses.
  ["($PRESENT)", true],
  ["(($PRESENT))", true],
  ["(($PRESENT && null) || $EMPTY == '')", true],
  ["($PRESENT) && (null || $EMPTY == '')", true],
  ['("string" || "test") == "string"', true],
  ['(null || ("test" == "string"))', false],
  ['("string" == ("test" && "string"))', true],
  ['("string" == ("test" || "string"))', false],
  ['("string" == "test" || "string")', true],
  ['("string" == ("string" || (("1" == "1") && ("2" == "3"))))', true],
])("%s: %s", (expression, expected) => {
  expect(outcome(expression)).toBe(expected);
});

/** Every example of GitLab's documentation, with values under which it holds, and others. */
const documented: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
  ['$CI_PIPELINE_SOURCE == "merge_request_event"', { CI_PIPELINE_SOURCE: "merge_request_event" }, {}],
  ['$CI_PIPELINE_SOURCE == "schedule"', { CI_PIPELINE_SOURCE: "schedule" }, { CI_PIPELINE_SOURCE: "push" }],
  ['$CI_PIPELINE_SOURCE == "push"', { CI_PIPELINE_SOURCE: "push" }, { CI_PIPELINE_SOURCE: "web" }],
  ["$CI_COMMIT_TAG", { CI_COMMIT_TAG: "v1" }, {}],
  ["$CI_COMMIT_BRANCH", { CI_COMMIT_BRANCH: "main" }, {}],
  ['$CI_COMMIT_BRANCH == "main"', { CI_COMMIT_BRANCH: "main" }, { CI_COMMIT_BRANCH: "x" }],
  [
    "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    { CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" },
    { CI_COMMIT_BRANCH: "x", CI_DEFAULT_BRANCH: "main" },
  ],
  ["$CI_COMMIT_BRANCH =~ /regex-expression/", { CI_COMMIT_BRANCH: "a-regex-expression" }, {}],
  [
    "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_COMMIT_TITLE =~ /Merge branch.*/",
    { CI_COMMIT_BRANCH: "m", CI_DEFAULT_BRANCH: "m", CI_COMMIT_TITLE: "Merge branch 'x'" },
    { CI_COMMIT_BRANCH: "m", CI_DEFAULT_BRANCH: "m", CI_COMMIT_TITLE: "Fix" },
  ],
  ['$CUSTOM_VARIABLE == "value1"', { CUSTOM_VARIABLE: "value1" }, { CUSTOM_VARIABLE: "value2" }],
  ['$VAR == "string value"', { VAR: "string value" }, {}],
  [
    '($CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH || $CI_COMMIT_BRANCH == "develop") && $MY_VARIABLE',
    { CI_COMMIT_BRANCH: "develop", CI_DEFAULT_BRANCH: "main", MY_VARIABLE: "1" },
    { CI_COMMIT_BRANCH: "develop", CI_DEFAULT_BRANCH: "main" },
  ],
  ['$CUSTOM_VARIABLE == "false"', { CUSTOM_VARIABLE: "false" }, {}],
  [
    '$CUSTOM_VARIABLE == "true" && $CI_PIPELINE_SOURCE == "merge_request_event"',
    { CUSTOM_VARIABLE: "true", CI_PIPELINE_SOURCE: "merge_request_event" },
    { CUSTOM_VARIABLE: "true", CI_PIPELINE_SOURCE: "push" },
  ],
  ['$VARIABLE == "some value"', { VARIABLE: "some value" }, {}],
  ['$VARIABLE != "some value"', {}, { VARIABLE: "some value" }],
  ["$VARIABLE_1 == $VARIABLE_2", { VARIABLE_1: "a", VARIABLE_2: "a" }, { VARIABLE_1: "a" }],
  ["$VARIABLE_1 != $VARIABLE_2", { VARIABLE_1: "a" }, {}],
  ["$VARIABLE == null", {}, { VARIABLE: "" }],
  ["$VARIABLE != null", { VARIABLE: "" }, {}],
  ['$VARIABLE == ""', { VARIABLE: "" }, {}],
  ['$VARIABLE != ""', {}, { VARIABLE: "" }],
  ["$VARIABLE", { VARIABLE: "x" }, { VARIABLE: "" }],
  ["$VARIABLE =~ /^content.*/", { VARIABLE: "contents" }, { VARIABLE: "the content" }],
  ["$VARIABLE !~ /^content.*/", { VARIABLE: "the content" }, { VARIABLE: "contents" }],
  ["$VARIABLE =~ /issue-.*/", { VARIABLE: "issue-1" }, { VARIABLE: "x" }],
  ["$VARIABLE =~ /^issue-.*$/", { VARIABLE: "issue-1" }, { VARIABLE: "severe-issue-1" }],
  ["$VARIABLE =~ /^issue-/", { VARIABLE: "issue-1" }, { VARIABLE: "severe-issue-1" }],
  ["$VARIABLE =~ /issue/", { VARIABLE: "severe-issues" }, { VARIABLE: "x" }],
  ["$VARIABLE =~ /pattern/i", { VARIABLE: "PATTERN" }, {}],
  [
    "$teststring =~ $pattern",
    { teststring: "abcde", pattern: "/^ab.*/" },
    { teststring: "fghij", pattern: "/^ab.*/" },
  ],
  [
    "$CI_JOB_NAME =~ /regex-job1/",
    { CI_JOB_NAME: "regex-job1" },
    { CI_JOB_NAME: "regex-job2", string1: "regex-job1" },
  ],
  [
    '$VARIABLE1 =~ /^content.*/ && $VARIABLE2 == "something"',
    { VARIABLE1: "content", VARIABLE2: "something" },
    { VARIABLE1: "content" },
  ],
  [
    "$VARIABLE1 =~ /^content.*/ && $VARIABLE2 =~ /thing$/ && $VARIABLE3",
    { VARIABLE1: "content", VARIABLE2: "a thing", VARIABLE3: "1" },
    { VARIABLE1: "content", VARIABLE2: "a thing" },
  ],
  [
    "$VARIABLE1 =~ /^content.*/ || $VARIABLE2 =~ /thing$/ && $VARIABLE3",
    { VARIABLE1: "content" },
    { VARIABLE2: "a thing" },
  ],
  [
    "($VARIABLE1 =~ /^content.*/ || $VARIABLE2) && ($VARIABLE3 =~ /thing$/ || $VARIABLE4)",
    { VARIABLE1: "content", VARIABLE4: "1" },
    { VARIABLE1: "content" },
  ],
  [
    "($VARIABLE1 =~ /^content.*/ || $VARIABLE2 =~ /thing$/) && $VARIABLE3",
    { VARIABLE2: "a thing", VARIABLE3: "1" },
    { VARIABLE1: "content" },
  ],
  [
    '$CI_COMMIT_BRANCH == "my-branch" || (($VARIABLE1 == "thing" || $VARIABLE2 == "thing") && $VARIABLE3)',
    { VARIABLE2: "thing", VARIABLE3: "1" },
    { VARIABLE2: "thing" },
  ],
  ["$CI_JOB_NAME =~ /$string1/", { CI_JOB_NAME: "x" }, { CI_JOB_NAME: "regex-job1", string1: "regex-job1" }],
  [
    "$CI_JOB_NAME =~ $pattern",
    { CI_JOB_NAME: "a", pattern: "/a/" },
    { CI_JOB_NAME: "b", pattern: "/$string2/" },
  ],
];

test.each(documented.slice(0, -2))("documented: %s", (expression, when, unless) => {
  const holds = (given: Record<string, string>) =>
    new Expressions().holds(expression, new Map(Object.entries(given)));
  expect([holds(when), holds(unless)]).toEqual([true, false]);
});

test("documented: variables within a pattern are not filled in", () => {
  const given = new Map(
    Object.entries({
      CI_JOB_NAME: "regex-job1",
      string1: "regex-job1",
      string2: "regex-job1",
      pattern: "/$string2/",
    }),
  );
  for (const expression of ["$CI_JOB_NAME =~ /$string1/", "$CI_JOB_NAME =~ $pattern"]) {
    expect(new Expressions().holds(expression, given)).toBe(false);
  }
});

test.each<[string, string]>([
  ["", "a value is missing at character 1"],
  ["   ", "a value is missing at character 4"],
  ["$PRESENT ==", "a value is missing at character 12"],
  ['== "x"', "a value is missing at character 1"],
  ["$PRESENT == == $SAME", "a value is missing at character 13"],
  ["$PRESENT && && $SAME", "a value is missing at character 13"],
  ["$PRESENT $SAME", "an operator is missing at character 10"],
  ['$PRESENT "text"', "an operator is missing at character 10"],
  ["$PRESENT == (", "a value is missing at character 14"],
  ['$PRESENT == ("aa"', "`)` is missing at character 18"],
  ['$PRESENT == ("aa"))', "an operator is missing at character 19"],
  ['$PRESENT == "aa")', "an operator is missing at character 17"],
  ["()", "a value is missing at character 2"],
  ["$PRESENT.length == 3", "unexpected text at character 9"],
  ["$PRESENT ? 1 : 0", "unexpected text at character 10"],
  ["$ONE > 3", "unexpected text at character 6"],
  ["$ONE == 1", "unexpected text at character 9"],
  ["$ONE + $ONE", "unexpected text at character 6"],
  ["$TRUE == true", "unexpected text at character 10"],
  ["!$PRESENT", "unexpected text at character 1"],
  ["!($PRESENT)", "unexpected text at character 1"],
  ["$PRESENT = 'x'", "unexpected text at character 10"],
  ["$PRESENT === 'x'", "unexpected text at character 12"],
  ["$PRESENT & $SAME", "unexpected text at character 10"],
  [`\${PRESENT} == 'x'`, "a variable without a name at character 1"],
  ["$", "a variable without a name at character 1"],
  ["$-x", "a variable without a name at character 1"],
  ["PRESENT == 'x'", "unexpected text at character 1"],
  ['$PRESENT == "x', "a string without an end at character 13"],
  ['$PRESENT == "x\ny"', "a string without an end at character 13"],
  ['$QUOTED == "say \\"hi\\""', "unexpected text at character 19"],
  ["$PRESENT =~ /x", "a regular expression without an end at character 13"],
  ["$PRESENT =~ //", "a regular expression of less than two characters at character 13"],
  ["$PRESENT =~ /./", "a regular expression of less than two characters at character 13"],
  ["$PRESENT =~ /ab/x", "unexpected text at character 17"],
  ["$PRESENT =~ /ab (/", "not a regular expression of RE2 at character 13"],
  ["$PRESENT =~ /^(?!my)/", "not a regular expression of RE2 at character 13"],
  ["$PRESENT =~ /(a)\\1/", "not a regular expression of RE2 at character 13"],
  ["$PRESENT =~ issue-/.*/", "unexpected text at character 13"],
  ["alert(1)", "unexpected text at character 1"],
  ["$PRESENT; process.exit()", "unexpected text at character 9"],
  ["`x`", "unexpected text at character 1"],
  [Array.from({ length: 60 }, () => "$ONE").join(" && "), "too many words at character 401"],
])("%s is an error: %s", (expression, message) => {
  expect(outcome(expression)).toBe(message);
});

test("2,000 random texts as values change no result and take no time", () => {
  const rows: readonly (readonly [string, (text: string) => boolean])[] = [
    ["$CI_COMMIT_MESSAGE =~ /\\[deploy\\]/", (text) => text.includes("[deploy]")],
    ['$CI_COMMIT_TITLE == "x" || $CI_COMMIT_TITLE != "x"', () => true],
    ['$CI_COMMIT_BRANCH == "main"', (text) => text === "main"],
    ["$GIVEN == $GIVEN", () => true],
    ["$GIVEN == null", () => false],
    ["$OTHER =~ $GIVEN && $OTHER !~ $GIVEN", () => false],
  ];
  const expressions = new Expressions();
  const letters = [
    ..."\"'`\\/$(){}[];=~!&|.*+?^#\n\t ab1",
    '\\"',
    "*/",
    "${",
    "null",
    "[deploy]",
    "require('fs')",
    "🧀",
  ];
  const random = generator(11);
  Object.assign(globalThis, { touched: 0 });
  const start = performance.now();
  for (let count = 0; count < 2000; count++) {
    const length = Math.floor(random() * 60);
    const noise = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join("");
    const text = count % 3 === 0 ? `${noise}");globalThis.touched=1;("` : noise;
    const given = new Map(
      ["CI_COMMIT_MESSAGE", "CI_COMMIT_TITLE", "CI_COMMIT_BRANCH", "GIVEN"].map(
        (key) => [key, text] as const,
      ),
    );
    given.set("OTHER", "some text");
    for (const [expression, expected] of rows) {
      expect([text, expressions.holds(expression, given)]).toEqual([text, expected(text)]);
    }
    // As an expression the text is an answer or an error with its place, never anything else.
    try {
      expressions.holds(text, given);
    } catch (error) {
      expect((error as Error).name).toBe("ExpressionError");
    }
  }
  expect(globalThis).toMatchObject({ touched: 0 });
  expect(performance.now() - start).toBeLessThan(10_000);
});

test.each([
  ["/^(a+)+$/", `${"a".repeat(50_000)}!`],
  ["/(x+x+)+y/", "x".repeat(50_000)],
  ["/(.*)*(.*)*(.*)*=/", "a".repeat(20_000)],
])("a pattern that would keep a backtracking engine busy for ever: %s", (pattern, text) => {
  const start = performance.now();
  expect(new Expressions().holds(`$A =~ ${pattern}`, new Map([["A", text]]))).toBe(false);
  expect(performance.now() - start).toBeLessThan(5000);
});

/** The same numbers in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
