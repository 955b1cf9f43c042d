import { aligned } from "../../lib/changes/index.ts";
import type { StageOutputs } from "../../lib/state/index.ts";

/** The lines of tables that show what runs where, without secrets. */
export function outputLines(outputs: StageOutputs): string[] {
  const tables = [servers(outputs), projects(outputs), services(outputs)].filter((rows) => rows.length > 0);
  return [`Stage ${outputs.stage} is up.`, ...tables.flatMap((rows) => ["", ...aligned(rows)])];
}

/** What stands at the end of a run that had nothing to change. */
export function unchangedLines({ stage, registry, pypi, gitlab, ...rest }: StageOutputs): string[] {
  const { runners = {}, projects = {}, stacks = {} } = rest;
  const counted = [
    ...(registry ? ["registry"] : []),
    ...(pypi ? ["pypi"] : []),
    ...(gitlab ? ["gitlab"] : []),
    ...Object.entries({ runner: runners, project: projects, stack: stacks }).flatMap(([word, things]) => {
      const count = Object.keys(things).length;
      return count > 0 ? [`${count} ${word}${count === 1 ? "" : "s"}`] : [];
    }),
  ];
  return [`Stage ${stage} is up: ${counted.join(", ") || "it is empty"}.`, "Nothing to do."];
}

function servers({ registry, pypi, gitlab, runners = {} }: StageOutputs): string[][] {
  return [
    ...(registry ? [["registry", registry.address, `login ${registry.user}`]] : []),
    ...(pypi ? [["pypi", pypi.url, `login ${pypi.user}`]] : []),
    ...(gitlab ? [["gitlab", gitlab.url, `group ${gitlab.group}`]] : []),
    ...Object.entries(runners).map(([name, { tags }]) => [
      "runner",
      name,
      `tags ${tags.join(", ") || "none"}`,
    ]),
  ];
}

function projects({ projects = {} }: StageOutputs): string[][] {
  const rows = Object.entries(projects).map(([name, { kind, webUrl }]) => [name, kind, webUrl]);
  return rows.length > 0 ? [["PROJECT", "KIND", "PAGE"], ...rows] : [];
}

function services({ stacks = {} }: StageOutputs): string[][] {
  const rows = Object.entries(stacks).flatMap(([stack, each]) =>
    Object.entries(each).map(([service, { container, image, ports }]) => [
      stack,
      service,
      container,
      image,
      ports.join(" "),
    ]),
  );
  return rows.length > 0 ? [["STACK", "SERVICE", "CONTAINER", "IMAGE", "PORTS"], ...rows] : [];
}
