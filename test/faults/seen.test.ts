/**
 * What `docker compose ps`, `tofu plan` with the same provider, and `pulumi refresh` see of what is changed by hand on an
 * engine, beside `make drift`. Writes the table of docs/guide/drift-compared.md. `make test` leaves it out, for it needs
 * the peers of `make bench`: `npx vitest run test/faults/seen.test.ts`.
 */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cacheDir, stateDir } from "../../dev/toolchain/setup/places.ts";
import { programDir } from "../../dev/toolchain/setup/program.ts";
import { runSteps } from "../../dev/toolchain/setup/step.ts";
import { parsePreview } from "../../lib/state/index.ts";
import { peerSteps } from "../bench/peers.ts";
import {
  type ChangeByHand,
  changesByHand,
  handStack,
  importHandImages,
  project as name,
} from "../live/support/by-hand/index.ts";
import { attempt, run } from "../live/support/command.ts";
import { Project } from "../live/support/project.ts";
import { lookAt } from "../live/support/report.ts";
import { type SshHost, SshHosts } from "../live/support/ssh-hosts.ts";
import { writeComparison } from "./compared-table.ts";
import { tofuConfiguration } from "./tofu-configuration.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const hosts = new SshHosts();
afterAll(() => hosts.stop());
const [boat, tug] = await hosts.start("boat", "tug");
if (!boat || !tug) throw new Error("two machines");
const project = new Project({ hosts: { boat: { engine: "ssh://boat" } } });
project.env.PATH = hosts.path;
const folder = join(hosts.folder, "tofu");

function tofu(...args: string[]) {
  const env = { ...process.env, TF_CLI_CONFIG_FILE: join(folder, "tofurc") };
  return attempt(join(programDir, "tofu"), [...args, "-input=false", "-no-color"], { cwd: folder, env });
}

/** What `docker compose ps` shows of each container, but for how long it has been there. */
async function composePs(): Promise<string[]> {
  const ps = ["--project-name", name, "ps", "--all", "--format", "json"];
  const env = { ...process.env, DOCKER_HOST: `unix://${boat?.file("docker.sock")}` };
  const lines = (await run(join(programDir, "docker-compose"), ps, { env })).split("\n").filter(Boolean);
  return lines.map((line) => {
    const { Name, Service, State, ExitCode, Health, Image, Publishers } = JSON.parse(line);
    return JSON.stringify({ Name, Service, State, ExitCode, Health, Image, Publishers });
  });
}

/** The names of what `pulumi refresh` shows as changed, as the engine calls it. */
async function pulumiRefresh(): Promise<Set<string>> {
  const { stdout } = await project.pulumi("refresh", "--preview-only", "--json");
  const { steps } = parsePreview(stdout);
  const changed = steps.filter(({ op }) => op === "update" || op === "delete");
  return new Set(changed.map(({ oldState }) => String(oldState?.inputs?.name)));
}

/** The same for `tofu plan`. */
async function tofuPlan(): Promise<Set<string>> {
  const { stdout } = await tofu("plan", "-json");
  const lines = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const changed = lines.filter(({ type }) => type === "planned_change");
  return new Set(changed.map(({ change }) => names.get(change.resource.addr) ?? change.resource.addr));
}

let names: ReadonlyMap<string, string>;
beforeAll(async () => {
  if (!(await runSteps(peerSteps(), { stateDir, cacheDir, out: process.stderr })))
    throw new Error("A peer is missing.");
  await importHandImages(hosts);
  project.stack(`boat/${name}`, handStack());
  await project.up();
  const { stdout } = await project.pulumi("stack", "export");
  names = tofuConfiguration(JSON.parse(stdout).deployment, {
    folder,
    engine: `unix://${tug.file("docker.sock")}`,
    bin: programDir,
  });
  const { code, stderr } = await tofu("apply", "-auto-approve");
  expect([code, stderr]).toEqual([0, ""]);
});

const hands = (host: SshHost) => ({ docker: (...args: string[]) => host.docker(...args) });

function row(
  { what, service, thing, found }: ChangeByHand,
  seen: Record<string, (name: string) => boolean>,
): string[] {
  // Who sees a container's other image has seen what became of the image.
  const subjects = thing?.includes(":") ? [thing, service ?? ""] : [thing ?? service ?? ""];
  const cells = Object.values(seen).map((sees) => (subjects.some(sees) ? "yes" : "–"));
  return [what, ...cells, found.length === 0 ? "no drift" : ""];
}

test("each change by hand is looked for by all four", async () => {
  const before = { ps: await composePs(), pulumi: await pulumiRefresh(), tofu: await tofuPlan() };
  for (const host of [boat, tug]) for (const { change } of changesByHand) await change(hands(host));
  const after = { ps: await composePs(), pulumi: await pulumiRefresh(), tofu: await tofuPlan() };
  const { findings } = (await lookAt(project)).report;
  const shown = (lines: readonly string[], subject: string) =>
    lines.filter((line) => line.includes(`"${subject}"`)).join();
  const seen = {
    "make drift": (subject: string) => findings.some(({ address }) => address.split(" ").includes(subject)),
    "docker compose ps": (subject: string) => shown(before.ps, subject) !== shown(after.ps, subject),
    "tofu plan": (subject: string) => after.tofu.has(subject) && !before.tofu.has(subject),
    "pulumi refresh": (subject: string) => after.pulumi.has(subject) && !before.pulumi.has(subject),
  };
  const head = ["changed by hand", ...Object.keys(seen), ""];
  writeComparison("engine", [head, ...changesByHand.map((each) => row(each, seen))]);
});
