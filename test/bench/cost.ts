import { readFileSync } from "node:fs";
import type { Run } from "./contender.ts";

/** What a program and all that it started has used. */
export interface Cost {
  readonly seconds: number;
  /** Of processor time, the system's for it included. */
  readonly processor: number;
  /** MiB that the largest of the processes held at most. */
  readonly memory: number;
}

/** Node does not tell what children have used; Python does. */
const wrapper = `
import json, resource, subprocess, sys, time
start = time.time()
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cost = {"seconds": time.time() - start, "processor": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}
json.dump(cost, open(sys.argv[1], "w"))
sys.exit(code)
`;

/** As `run`, and gives what the program cost to `take`. @param file is written and read on the way */
export function costing(run: Run, file: string, take: (cost: Cost) => void): Run {
  return async (command, args, options) => {
    await run("python3", ["-c", wrapper, file, command, ...args], options);
    take(JSON.parse(readFileSync(file, "utf8")) as Cost);
  };
}
