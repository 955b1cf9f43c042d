/** For one release: the commands of this folder are in cli/ now. */
import { basename } from "node:path";

const file = basename(process.argv[1] ?? "");
console.error(
  `operations/${file}: expected cli/${file}, found the path of an earlier release; run: node cli/${file}`,
);
process.exitCode = 1;
