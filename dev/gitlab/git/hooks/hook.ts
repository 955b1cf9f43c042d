/**
 * Runs as git's hook. It asks the server about the push, and fails if the server refuses or does not answer.
 */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { HookAnswer, HookCall } from "../gate.ts";

const { env } = process;
const lines = (await text(process.stdin)).split("\n").filter(Boolean);
const quarantineNames = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];
const call: HookCall = {
  push: env.STANDIN_PUSH ?? "",
  stage: process.argv[2] === "post-receive" ? "post-receive" : "pre-receive",
  updates: lines.map((line) => {
    const [before = "", after = "", ...ref] = line.split(" ");
    return { before, after, ref: ref.join(" ") };
  }),
  quarantine: Object.fromEntries(
    quarantineNames.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  ),
  options: Array.from(
    { length: Number(env.GIT_PUSH_OPTION_COUNT ?? 0) },
    (_, index) => env[`GIT_PUSH_OPTION_${index}`] ?? "",
  ),
};
const socket = connect(env.STANDIN_SOCKET ?? "");
socket.end(JSON.stringify(call));
const { isAccepted, lines: answer }: HookAnswer = JSON.parse(await text(socket));
for (const line of answer) console.log(line);
process.exitCode = isAccepted ? 0 : 1;
