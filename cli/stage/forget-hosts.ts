import { type Problem, refuse } from "../../lib/problems/index.ts";
import { exportState, importState, recordedHosts, withoutHosts } from "../../lib/state/index.ts";
import { stageHosts } from "./engines.ts";
import { pulumiCliOf } from "./pulumi.ts";
import { unreachableRecordedHosts } from "./unreachable-recorded-hosts.ts";

/**
 * Takes the hosts that the variable FORGET names, with commas between them, out of a stage's state, with all that they
 * carried: machines that are gone for good. One that answers is refused, for what it carries would be nobody's.
 * @returns their names @throws ProblemError, CommandError
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
  for (const name of names) console.log(`Host ${name} and all that it carried is forgotten.`);
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
  const remedy = `delete stacks/${name}, then "make up" removes what it carries`;
  return { path: "FORGET", expected: "a host that does not answer", found: `${name}, which does`, remedy };
}
