import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import { exportState, importState, type PulumiCli } from "../../lib/state/index.ts";
import { pulumiCliOf, readSetting } from "../stage/pulumi.ts";
import { withRunSettings } from "../stage/run-settings.ts";
import { stackFolders } from "./requirements.ts";

/**
 * Runs an adoption and then lists the stack in smallboat:adopted. If the work fails, settings and state are put back.
 * The earlier state is also kept in a file, with encrypted secrets.
 * @param work gets the options of its previews. If it returns false, nothing was adopted and the settings stay
 */
export async function inTransaction(
  stage: string,
  stack: string,
  work: (options: readonly string[]) => Promise<boolean>,
): Promise<void> {
  const settings = settingsFile(stage);
  const text = readFileSync(settings, "utf8");
  const cli = pulumiCliOf(stage);
  const state = await exportState(cli);
  const copy = keep(stage, state);
  const wait = () => {};
  // An interrupt ends the running Pulumi command, so it arrives here as the command's failure.
  process.on("SIGINT", wait).on("SIGTERM", wait);
  try {
    // In these previews every stack counts as adopted, so that containers of other stacks do not make them fail.
    const isNew = await withRunSettings(stage, { adopted: stackFolders() }, work);
    if (isNew) await list(cli, stack);
    if (isNew) console.log(`The earlier state is kept in ${copy}.`);
    else rmSync(copy);
  } catch (error) {
    writeFileSync(settings, text);
    await importState(cli, state);
    throw error;
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", wait);
  }
}

function keep(stage: string, state: object): string {
  const folder = join(".smallboat", "before-adoption");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${stage}-${new Date().toISOString().replaceAll(":", ".")}.json`);
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  return file;
}

async function list(cli: PulumiCli, stack: string): Promise<void> {
  const key = "smallboat:adopted";
  const adopted = (await readSetting<string[]>(cli, key)) ?? [];
  if (!adopted.includes(stack)) await cli(["config", "set", "--path", `${key}[${adopted.length}]`, stack]);
}
