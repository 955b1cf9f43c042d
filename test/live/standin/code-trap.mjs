/** Preloaded into a server: says on stderr where text becomes code. */

import { syncBuiltinESMExports } from "node:module";
import vm from "node:vm";

const say = (what) => process.stderr.write(`text became code: ${what}\n`);

globalThis.Function = new Proxy(Function, {
  construct: (target, args) => {
    say(`new Function(${args.at(-1)})`);
    return Reflect.construct(target, args);
  },
  apply: (target, self, args) => {
    say(`Function(${args.at(-1)})`);
    return Reflect.apply(target, self, args);
  },
});
const { eval: original } = globalThis;
globalThis.eval = (text) => {
  if (typeof text === "string") say(`eval(${text})`);
  return original(text);
};
for (const name of ["Script", "runInContext", "runInNewContext", "runInThisContext", "compileFunction"]) {
  vm[name] = new Proxy(vm[name], {
    construct: (target, args) => {
      say(`new vm.${name}(${args[0]})`);
      return Reflect.construct(target, args);
    },
    apply: (target, self, args) => {
      say(`vm.${name}(${args[0]})`);
      return Reflect.apply(target, self, args);
    },
  });
}
syncBuiltinESMExports();
