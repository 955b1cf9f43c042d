/**
 * Adopts the containers, networks, volumes and images that Docker Compose created for a stack. The variable STACK names
 * it as <host>/<stack>. They are recorded in the stage's state, and the stack is listed in smallboat:adopted. A container
 * that is as declared is not changed. Prints a line for each of them.
 */
import { adoptionLines, containersOf, projectOf } from "../lib/adoption/adoption-lines.ts";
import { orEngineProblem } from "../lib/docker/engine-problems.ts";
import { planUpdate } from "../lib/state/index.ts";
import { adopt } from "./adopt/adoption.ts";
import { requireProject, requireStack } from "./adopt/requirements.ts";
import { inTransaction } from "./adopt/transaction.ts";
import { requireEngines } from "./stage/engines.ts";
import { pulumiCliOf, readSetting } from "./stage/pulumi.ts";
import { runOnStage } from "./stage/run-command.ts";
import { openStage } from "./stage/stage.ts";

await runOnStage(async (stage) => {
  const stack = process.env.STACK ?? "";
  const target = await requireStack(stage, stack);
  await openStage(stage);
  await requireEngines([target]);
  const cli = pulumiCliOf(stage);
  const secrets =
    (await readSetting<Record<string, string>>(cli, "smallboat:secrets", "--show-secrets")) ?? {};
  // As they appear in JSON text.
  const texts = Object.values(secrets).map((secret) => JSON.stringify(secret).slice(1, -1));
  const hides = (value: unknown) => texts.some((text) => JSON.stringify(value ?? null).includes(text));
  await inTransaction(stage, stack, async (options) => {
    const first = await planUpdate(cli, ...options);
    const running = await requireProject(stage, stack, projectOf(first.preview, stack) ?? stack, target);
    const { engine, where } = target;
    const work = adopt({ stage, cli, options, stack, engine, hides }, first);
    const { preview, compared, isNew } = await orEngineProblem(where, work);
    if (!isNew) console.log(`stacks/${stack}: nothing is left to adopt.`);
    for (const line of adoptionLines(preview, stack, compared)) console.log(line);
    const declared = containersOf(preview, stack);
    for (const name of running.filter((each) => !declared.includes(each)))
      console.log(`${stack} container ${name}belongs to no service of the stack; it stays as it is`);
    return isNew;
  });
  return 0;
});
