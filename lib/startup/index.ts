/**
 * Node loads this file before Pulumi's SDK (`nodeargs` in `Pulumi.yaml`). The SDK loads at its start what only its automation API,
 * providers and serialized functions need: npm's resolver of dependencies, the TypeScript compiler, and more. This program uses none
 * of that, and loading takes a fifth of a small run's processor time. So these modules are loaded when somebody first uses them.
 *
 * A module that is not found here under its name is loaded at once, as without this file.
 */
import { registerHooks } from "node:module";

const lateModules = [
  "/@pulumi/pulumi/automation/index.js",
  "/@pulumi/pulumi/provider/index.js",
  "/@npmcli/arborist/lib/index.js",
  "/@pulumi/pulumi/runtime/closure/createClosure.js",
];

/** CommonJS: exports that load the module itself when one of them is read. */
const placeholder = `
let loaded;
const load = () => {
  if (!loaded) {
    delete require.cache[__filename];
    loaded = require(__filename);
  }
  return loaded;
};
module.exports = new Proxy({}, {
  get: (_, name) => (name === "__esModule" ? true : load()[name]),
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
    if (begun.has(url) || !lateModules.some((end) => url.endsWith(end))) return nextLoad(url, context);
    begun.add(url);
    return { format: "commonjs", shortCircuit: true, source: placeholder };
  },
});
