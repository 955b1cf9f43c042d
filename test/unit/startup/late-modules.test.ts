import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const checkout = join(import.meta.dirname, "../../..");
const { runtime } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8")) as {
  runtime: { options: { nodeargs: string } };
};

/** What a CommonJS program prints that Node starts as Pulumi does. */
function printed(program: string, options = runtime.options.nodeargs.split(" ")): unknown {
  return JSON.parse(
    execFileSync(process.execPath, [...options, "--eval", program], { cwd: checkout, encoding: "utf8" }),
  );
}

const heavy = [
  "/@npmcli/arborist/lib/arborist/index.js",
  "/typescript/lib/typescript.js",
  "/automation/stack.js",
  "/normalize-package-data/lib/normalize.js",
  "/@opentelemetry/sdk-trace/build/src/index.js",
  "/source-map-support/source-map-support.js",
];
const loaded = `console.log(JSON.stringify(${JSON.stringify(heavy)}.filter((end) =>
  Object.keys(require.cache).some((file) => file.endsWith(end)))));`;

test("the SDK starts without modules that this program does not use", () => {
  // As Pulumi's own start does.
  const parts = ["source-map-support/register", "@pulumi/pulumi", "@pulumi/pulumi/cmd/run/tracing"];
  const program = `${parts.map((part) => `require("${part}");`).join(" ")} ${loaded}`;
  expect(printed(program, [])).toEqual(heavy);
  expect(printed(program)).toEqual([]);
});

test("such a module is there for somebody who uses it", () => {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const { LocalWorkspace } = pulumi.automation;
    const number = 7;
    pulumi.runtime.serializeFunction(() => number).then(({ text }) => console.log(JSON.stringify([
      LocalWorkspace.name, "Stack" in pulumi.automation, Object.keys(pulumi.provider).length, text,
    ])));`;
  expect(printed(program)).toEqual(printed(program, []));
});

test("a run can be traced", () => {
  const program = `
    const tracing = require("@pulumi/pulumi/cmd/run/tracing");
    const before = tracing.newSpan("before").isRecording();
    tracing.start("http://127.0.0.1:9/api/v2/spans");
    const span = tracing.newSpan("part");
    console.log(JSON.stringify([before, span.isRecording(), span.constructor.name, span.resource.attributes["service.name"]]));
    process.exit();`;
  expect(printed(program, [])).toEqual([false, true, "SpanImpl", "nodejs-runtime"]);
  expect(printed(program)).toEqual(printed(program, []));
});

test("paths of a program's packages are found", () => {
  const program = `
    const { runtime } = require("@pulumi/pulumi");
    runtime.computeCodePaths({ extraIncludePackages: ["yaml"] }).then((paths) =>
      console.log(JSON.stringify([...paths.keys()].filter((path) => path.endsWith("/yaml")))));`;
  expect(printed(program)).toEqual(["node_modules/yaml"]);
});
