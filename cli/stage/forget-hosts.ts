import { type Problem, refuse } from "../../lib/problems/index.ts";
import { exportState, importState, recordedHosts, withoutHosts } from "../../lib/state/index.ts";
import { stageHosts } from "./engines.ts";
import { pulumiCliOf } from "./pulumi.ts";
import { unreachableRecordedHosts } from "./unreachable-recorded-hosts.ts";

/**
 * Removes machines that are gone for good from the stage's state, with everything on them. The variable FORGET names
 * them, separated by commas. A host that answers is refused: its containers would belong to no stage any more.
 * @returns the names of the hosts
 * @throws ProblemError, CommandError
 */
export async function forgetHosts(stage: string): Promise<readonly string[]> {
  const names = (process.env.FORGET ?? "").split(",").filter(Boolean);
  if (names.length === 0) return [];
  const cli = pulumiCliOf(stage);
  const state = await exportState(cli);
  const hosts = recordedHosts(state.deployment);
  const chosen = hosts.filter(({ name }) => names.includes(name));
  const unreachable = await unreachableRecordedHosts(chosen, await stageHosts(stage));
  const answering = chosen.filter((host) => unreachable.every((each) => each.host !== host));
  refuse([
    ...names.filter((name) => chosen.every((host) => host.name !== name)).map(notRecorded(hosts)),
    ...answering.map(({ name }) => answers(name)),
  ]);
  await importState(cli, withoutHosts(state, chosen));
  for (const name of names) console.log(`Host ${name} and everything on it is forgotten.`);
  return names;
}

function notRecorded(hosts: readonly { readonly name: string }[]): (name: string) => Problem {
  const known =
    hosts
      .map(({ name }) => name)
      .sort()
      .join(", ") || "none";
  return (name) => ({
    path: "FORGET",
    expected: `a host that the state knows (${known})`,
    found: name,
    remedy: "leave it out, or correct it",
  });
}

function answers(name: string): Problem {
  const remedy = `delete stacks/${name}, then "make up" removes everything on it`;
  return { path: "FORGET", expected: "a host that does not answer", found: `${name}, which answers`, remedy };
}
