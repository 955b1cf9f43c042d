import { XMLParser } from "fast-xml-parser";

export interface TestCase {
  readonly status: "success" | "failed" | "error" | "skipped";
  readonly name: string;
  readonly classname: string;
  readonly file: string | null;
  readonly execution_time: number;
  readonly system_output: string | null;
  readonly stack_trace: null;
}

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseAttributeValue: false,
  parseTagValue: false,
  textNodeName: "text",
  isArray: (name) => name === "testsuite" || name === "testcase",
});

/** The test cases of a JUnit report, in order. @throws if it is no XML */
export function junitCases(text: string): TestCase[] {
  const root = parser.parse(text, true) as Node;
  return [root.testsuites, root.testsuite]
    .flat()
    .filter(Boolean)
    .flatMap((suite) => ofSuite(suite as Node));
}

function ofSuite(suite: Node): TestCase[] {
  const inner = [suite.testsuite ?? []].flat() as Node[];
  const cases = [suite.testcase ?? []].flat() as Node[];
  return [...cases.map((each) => testCase(each)), ...inner.flatMap(ofSuite)];
}

function testCase(node: Node): TestCase {
  const [status, output] = outcome(node);
  return {
    status,
    name: String(node["@name"] ?? ""),
    classname: String(node["@classname"] ?? ""),
    file: node["@file"] === undefined ? null : String(node["@file"]),
    execution_time: Number(node["@time"] ?? 0),
    system_output: output,
    stack_trace: null,
  };
}

function outcome(node: Node): [TestCase["status"], string | null] {
  for (const [tag, status] of [
    ["failure", "failed"],
    ["error", "error"],
    ["skipped", "skipped"],
  ] as const) {
    if (node[tag] !== undefined) return [status, said(node[tag])];
  }
  return ["success", node["system-out"] === undefined ? null : said(node["system-out"])];
}

function said(value: unknown): string {
  const first = [value].flat()[0];
  if (typeof first !== "object" || first === null) return String(first ?? "");
  const { text, "@message": message } = first as Node;
  return [text, message].find((each) => typeof each === "string") ?? "";
}
