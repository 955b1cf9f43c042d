/**
 * Takes over what Docker Compose runs of a stack, which the variable STACK names as <host>/<stack>: puts it into the
 * stage's state, and the stack into smallboat:adopted. What is as declared will not be touched; a line for each thing.
 */
import { containersOf, projectOf, reportLines } from "../adoption/report.ts";
import { explaining } from "../engine/faults.ts";
import { adopt } from "./adoption.ts";
import { requireProject, requireStack } from "./adoption-checks.ts";
import { safely } from "./adoption-safety.ts";
import { requireEngines } from "./engines.ts";
import { planned } from "./planned.ts";
import { demand } from "./pulumi.ts";
import { run } from "./run.ts";
import { openStage } from "./stage.ts";

await run(async (stage) => {
  const stack = process.env.STACK ?? "";
  const target = await requireStack(stage, stack);
  await openStage(stage);
  await requireEngines([target]);
  const secrets = await secretTexts(stage);
  const hides = (value: unknown) => secrets.some((secret) => JSON.stringify(value ?? null).includes(secret));
  await safely(stage, stack, async (options) => {
    const first = await planned(stage, options);
    const running = await requireProject(stage, stack, projectOf(first.preview, stack) ?? stack, target);
    const { engine, where } = target;
    const work = adopt({ stage, options, stack, engine, hides }, first);
    const { preview, compared, isNew } = await explaining(where, work);
    if (!isNew) console.log(`stacks/${stack}: nothing is left to adopt.`);
    for (const line of reportLines(preview, stack, compared)) console.log(line);
    const declared = containersOf(preview, stack);
    for (const name of running.filter((each) => !declared.includes(each)))
      console.log(`${stack} container ${name}: of no service of the stack, left as it is`);
    return isNew;
  });
  return 0;
});

/** The stage's secrets as they would stand in JSON. */
async function secretTexts(stage: string): Promise<string[]> {
  const config = JSON.parse(await demand(stage, "config", "--json", "--show-secrets")) as Record<
    string,
    { objectValue?: Record<string, string> }
  >;
  const secrets = Object.values(config["smallboat:secrets"]?.objectValue ?? {});
  return secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
}
