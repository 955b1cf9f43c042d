import type { Problem } from "../problems/index.ts";
import { nearest } from "../problems/nearest.ts";
import { credentials } from "../servers/credentials.ts";
import { foundText } from "./found-text.ts";
import {
  engineOf,
  isSecret,
  type Path,
  type SettingsSource,
  settingPath,
  valueAt,
} from "./settings-source.ts";

/** Faults between GitLab, its projects, its runners and other sections. A value with a fault of its own is skipped. */
export function gitlabProblems(stage: string, source: SettingsSource): Problem[] {
  return [
    ...missingGitLab(source),
    ...missingToken(stage, source),
    ...samePaths(source),
    ...namesIn(source, "projects").flatMap((project) => unknownSecrets(stage, source, project)),
    ...namesIn(source, "runners").flatMap((runner) => [
      ...unknownScope(source, runner),
      ...farFromStandin(source, runner),
    ]),
  ];
}

/** The names in a section that is a map. */
export function namesIn(source: SettingsSource, ...path: Path): string[] {
  const map = valueAt(source, path);
  return typeof map === "object" && map !== null && !Array.isArray(map) ? Object.keys(map) : [];
}

/** A problem if a name is not among the known ones. The remedy names the one that was probably meant. */
export function unknownName(
  source: SettingsSource,
  path: Path,
  { what, known, otherwise }: { what: string; known: readonly string[]; otherwise: string },
): Problem[] {
  const name = valueAt(source, path);
  if (typeof name !== "string" || known.includes(name)) return [];
  const hidden = isSecret(source, path);
  const near = hidden ? undefined : nearest(name, known);
  return [
    {
      path: settingPath(source.file, path),
      expected:
        known.length > 0 ? `one of the ${what} ${known.join(", ")}` : `the name of one of the ${what}`,
      found: foundText(name, hidden),
      remedy: near ? `write ${near}` : otherwise,
    },
  ];
}

function missingGitLab(source: SettingsSource): Problem[] {
  if (valueAt(source, ["gitlab"]) !== undefined) return [];
  const wanting = ["projects", "runners"].filter((section) => namesIn(source, section).length > 0);
  if (wanting.length === 0) return [];
  return [
    {
      path: settingPath(source.file, ["gitlab"]),
      expected: `a GitLab for ${wanting.map((section) => `smallboat:${section}`).join(" and ")}`,
      found: "nothing",
      remedy: "add one with url, or with standin: true and host",
    },
  ];
}

/** A real GitLab needs a token in the settings. The stand-in's token is generated. */
function missingToken(stage: string, source: SettingsSource): Problem[] {
  if (valueAt(source, ["gitlab", "url"]) === undefined) return [];
  if (valueAt(source, ["secrets", credentials.gitlab.password]) !== undefined) return [];
  return [
    {
      path: settingPath(source.file, ["secrets", credentials.gitlab.password]),
      expected: "an access token of GitLab with scope api",
      found: "nothing",
      remedy: settingCommand(stage, credentials.gitlab.password),
    },
  ];
}

/** The remedy that sets a secret. */
export function settingCommand(stage: string, name: string): string {
  return `set it with: pulumi config set --stack ${stage} --secret --path 'smallboat:secrets.${name}'`;
}

/** Projects whose paths differ only in capital letters, which GitLab does not distinguish. */
function samePaths(source: SettingsSource): Problem[] {
  const projects = namesIn(source, "projects");
  return projects.flatMap((project, index) => {
    const other = projects.slice(0, index).find((each) => each.toLowerCase() === project.toLowerCase());
    if (!other) return [];
    return [
      {
        path: settingPath(source.file, ["projects", project]),
        expected: "a path of its own in the group",
        found: `the path of ${other}, because GitLab ignores capitals`,
        remedy: "rename one of them",
      },
    ];
  });
}

function unknownSecrets(stage: string, source: SettingsSource, project: string): Problem[] {
  const known = namesIn(source, "secrets");
  return namesIn(source, "projects", project, "variables").flatMap((variable) => {
    const path = ["projects", project, "variables", variable, "secret"];
    const name = valueAt(source, path);
    const otherwise = settingCommand(stage, typeof name === "string" ? name : "");
    return unknownName(source, path, { what: "secrets", known, otherwise });
  });
}

function unknownScope(source: SettingsSource, runner: string): Problem[] {
  const known = ["group", ...namesIn(source, "projects")];
  const otherwise = "correct it or add the project to smallboat:projects";
  return unknownName(source, ["runners", runner, "scope"], { what: "scopes", known, otherwise });
}

/** Runners of the stand-in must be on its engine, because they share a network with it. */
function farFromStandin(source: SettingsSource, runner: string): Problem[] {
  if (valueAt(source, ["gitlab", "standin"]) !== true) return [];
  const path = ["runners", runner, "host"];
  const [host, standinHost] = [valueAt(source, path), valueAt(source, ["gitlab", "host"])];
  const [engine, standinEngine] = [engineOf(source, host), engineOf(source, standinHost)];
  if (!engine || !standinEngine || engine === standinEngine) return [];
  return [
    {
      path: settingPath(source.file, path),
      expected: `a host on the engine of the stand-in, such as ${standinHost}`,
      found: foundText(host, isSecret(source, path)),
      remedy: "place both on one engine, or use a real GitLab",
    },
  ];
}
