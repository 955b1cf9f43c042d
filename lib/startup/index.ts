/**
 * Node loads this file before Pulumi's SDK (`nodeargs` in `Pulumi.yaml`). The SDK loads at its start what only its automation API,
 * providers, serialized functions, traces and compiled programs need: npm's resolver of dependencies, the TypeScript compiler,
 * OpenTelemetry, source maps and more. This program uses none of that, and loading takes a third of a small run's processor time. So
 * these modules are loaded when somebody first uses them.
 *
 * A module that is not found here under its name is loaded at once, as without this file.
 */
import { registerHooks } from "node:module";

/** Modules whose members the SDK reads when it uses them. Source maps have none: nothing is compiled, so nobody misses them. */
const lateModules = [
  "/@pulumi/pulumi/automation/index.js",
  "/@pulumi/pulumi/provider/index.js",
  "/@npmcli/arborist/lib/index.js",
  "/@pulumi/pulumi/runtime/closure/createClosure.js",
  "/source-map-support/register.js",
];

/** Modules whose functions and classes the SDK reads at its start, and uses later, if ever. */
const modulesOfFunctions = [
  "/@pulumi/pulumi/runtime/closure/codePaths.js",
  "/@opentelemetry/exporter-zipkin/build/src/index.js",
  "/@opentelemetry/instrumentation/build/src/index.js",
  "/@opentelemetry/instrumentation-grpc/build/src/index.js",
  "/@opentelemetry/resources/build/src/index.js",
  "/@opentelemetry/sdk-trace-base/build/src/index-shim.js",
  "/@opentelemetry/sdk-trace-node/build/src/index.js",
];

/** CommonJS: exports that load the module itself when one of them is read, or used if they are functions. */
const placeholder = (areFunctions: boolean) => `
let loaded;
const load = () => {
  if (!loaded) {
    delete require.cache[__filename];
    loaded = require(__filename);
  }
  return loaded;
};
const callable = (name) => new Proxy(function () {}, {
  apply: (_, self, args) => Reflect.apply(load()[name], self, args),
  construct: (_, args, target) => Reflect.construct(load()[name], args, target),
  get: (_, key) => load()[name][key],
});
const member = (name) => (loaded || !${areFunctions} ? load()[name] : callable(name));
module.exports = new Proxy({}, {
  get: (_, name) => (name === "__esModule" ? true : member(name)),
  has: (_, name) => name in load(),
  ownKeys: () => Reflect.ownKeys(load()),
  getOwnPropertyDescriptor: (_, name) => {
    const found = Reflect.getOwnPropertyDescriptor(load(), name);
    return found && { ...found, configurable: true };
  },
});
`;

const begun = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const isIn = (ends: readonly string[]) => ends.some((end) => url.endsWith(end));
    const areFunctions = isIn(modulesOfFunctions);
    if (begun.has(url) || !(areFunctions || isIn(lateModules))) return nextLoad(url, context);
    begun.add(url);
    return { format: "commonjs", shortCircuit: true, source: placeholder(areFunctions) };
  },
});
