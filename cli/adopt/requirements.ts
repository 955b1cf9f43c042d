import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../lib/docker/client.ts";
import { listContainers } from "../../lib/docker/containers.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { ofProject, stageLabel } from "../../lib/docker/labels.ts";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import { nearest } from "../../lib/problems/nearest.ts";
import { hostsKey, type StageEngine, stageHosts } from "../stage/engines.ts";

/** The engine of a stack that is named as `<host>/<stack>`. @throws ProblemError if there is no such stack */
export async function requireStack(stage: string, stack: string): Promise<StageEngine> {
  const [host = "", name = "", ...more] = stack.split("/");
  if (!host || !name || more.length > 0) {
    const remedy = 'run "make adopt STACK=Local/web", for example';
    refuse([{ path: "STACK", expected: "a stack as <host>/<stack>", found: stack || "nothing", remedy }]);
  }
  const settings = (await stageHosts(stage))[host];
  if (!settings || !existsSync(`stacks/${stack}`)) refuse([unknownStack(stack)]);
  const { engine, certPath } = settings ?? { engine: "" };
  return { engine: connect(engine, { certPath }), where: `${hostsKey}.${host}.engine` };
}

function unknownStack(stack: string): Problem {
  const near = nearest(stack, stackFolders());
  return {
    path: "STACK",
    expected: "a stack that has a folder below stacks/, and its host in the settings",
    found: stack,
    remedy: near ? `write ${near}` : `make stacks/${stack} with the compose file of what runs`,
  };
}

/** Stacks as `<host>/<stack>` that have a folder and a name that smallboat:adopted accepts. */
export function stackFolders(): string[] {
  return folders("stacks").flatMap((host) =>
    folders(join("stacks", host)).map((stack) => `${host}/${stack}`),
  );
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((each) => each.isDirectory() && /^[^.\s]\S*$/.test(each.name))
    .map(({ name }) => name);
}

/**
 * The names of a compose project's containers.
 * @throws ProblemError if the engine has none, or one belongs to another stage
 */
export async function requireProject(
  stage: string,
  stack: string,
  project: string,
  { engine, where }: StageEngine,
): Promise<readonly string[]> {
  const containers = await orEngineProblem(where, listContainers(engine, ofProject(project)));
  const path = `stacks/${stack}`;
  const strangers = containers.filter(({ labels }) => ![undefined, stage].includes(labels[stageLabel]));
  if (containers.length === 0) {
    const remedy = "correct STACK, or write name: with the project's name into the compose file";
    refuse([
      { path, expected: `containers of the compose project "${project}" there`, found: "none", remedy },
    ]);
  }
  refuse(
    strangers.map(({ name, labels }) => ({
      path,
      expected: `the compose project "${project}" to belong to no stage`,
      found: `container "${name}" of stage "${labels[stageLabel]}"`,
      remedy: `run "make down STAGE=${labels[stageLabel]}" first`,
    })),
  );
  return containers.map(({ name }) => name);
}
