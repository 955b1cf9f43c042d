import { cpSync } from "node:fs";
import { join } from "node:path";
import { parsePreview, parseState, recordedHosts } from "../../../lib/state/index.ts";
import { oldRecords } from "../../../lib/status/index.ts";
import type { Outcome } from "./command.ts";
import type { Project } from "./project.ts";
import { lookAt } from "./report.ts";

/** What the next run would do, after two ways to bring the state up to date. */
export interface Readings {
  /** After the providers have read what a look found to differ, as `make up` lets them. */
  readonly looked: readonly string[];
  /** After the providers have read everything, as with DEEP=1. */
  readonly deep: readonly string[];
}

/** Tries both ways, and puts the state back each time. @throws Error with the output of a failed command */
export async function tryReadings(project: Project): Promise<Readings> {
  const before = demand(await project.pulumi("stack", "export", "--show-secrets"));
  const { deployment } = parseState(before, "state", "");
  const { report } = await lookAt(project);
  const targets = oldRecords(deployment, recordedHosts(deployment), report).map(({ urn }) => urn);
  const [states, copy] = [join(project.state, ".pulumi/stacks"), join(project.folder, "states-before")];
  cpSync(states, copy, { recursive: true });
  const after = async (...options: string[]) => {
    demand(await project.pulumi("refresh", "--yes", "--skip-preview", ...options));
    const preview = demand(await project.pulumi("preview", "--json"));
    cpSync(copy, states, { recursive: true });
    const { steps } = parsePreview(preview);
    const changes = steps.filter(({ op }) => !/^(same|read|refresh)$/.test(op));
    return changes.map(({ op, urn }) => `${op} ${urn.split("::").slice(2).join(" ")}`).sort();
  };
  return { looked: await after(...targets.flatMap((urn) => ["--target", urn])), deep: await after() };
}

function demand({ code, stdout, stderr }: Outcome): string {
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
}
