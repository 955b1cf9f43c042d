import {
  type Change,
  comesOrGoes,
  contentText,
  type Deed,
  deedOf,
  type ProjectChanges,
  type ServiceChange,
  type StageChanges,
  stacksOf,
} from "../changes/index.ts";
import { block, code, details, prose, table } from "../markdown/index.ts";

/** Number of services that a comment shows unfolded. */
const mostUnfolded = 20;

/** What a run does, once it is done. */
export const done: Readonly<Record<Deed, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  unchanged: "unchanged",
  unknown: "unknown",
  leave: "left in place",
  pull: "pulled",
  build: "built",
};

/** The changed services of all stacks. Many are folded. */
export function servicesTable(changes: StageChanges, rows: number): string[] {
  const all = stacksOf(changes).flatMap(({ id, services }) =>
    services.map((service) => serviceRow(id, service)),
  );
  const written = shortened(["stack", "service", "change", "why", "effect"], all, rows, "services");
  return all.length > mostUnfolded
    ? [details(counted(all.length, "service", "services"), written.join("\n\n"))]
    : written;
}

function serviceRow(stack: string, { name, action, why, effect }: ServiceChange): string[] {
  return [code(stack), code(name), done[action], reasonsText(why), prose(effect.text)];
}

function reasonsText(why: Change["why"]): string {
  const shown = why.slice(0, 5).map(({ text }) => prose(text));
  return [...shown, ...(why.length > shown.length ? [`and ${why.length - shown.length} more`] : [])].join(
    "; ",
  );
}

/** Changes of everything but services: networks, volumes, images, hosts, and things of GitLab. */
export function thingsTable(changes: StageChanges, rows: number): string[] {
  const row = (place: string) => (change: Change) => [
    code(place),
    change.name === "" ? prose(change.kind) : `${prose(change.kind)} ${code(change.name)}`,
    done[deedOf(change)],
    reasonsText(change.why),
  ];
  const { group, projects, runners } = changes.gitlab;
  const all = [
    ...stacksOf(changes).flatMap(({ id, things }) => things.map(row(id))),
    ...changes.hosts.flatMap(({ name, changes, images }) => [...changes, ...images].map(row(name))),
    ...[...group, ...runners].map(row("GitLab")),
    ...projects.flatMap((project) => projectRows(project, row)),
    ...changes.others.map(row(changes.stage)),
  ];
  const written = shortened(["place", "what", "change", "why"], all, rows, "things");
  return written.length > 0
    ? [
        details(
          `${counted(all.length, "change", "changes")} of networks, volumes, images and GitLab`,
          written.join("\n\n"),
        ),
      ]
    : [];
}

/** The changes of a project. Its parts come and go with it, so they are not listed then. */
function projectRows(
  project: ProjectChanges,
  row: (place: string) => (change: Change) => string[],
): string[][] {
  const { name, action, why, changes } = project;
  const itself = row("GitLab");
  const named = { kind: "project", name, action };
  if (comesOrGoes(project)) {
    const text = contentText(changes);
    return [itself({ ...named, why: text ? [{ what: "content", text }] : [] })];
  }
  return [...(why.length > 0 ? [itself({ ...named, why })] : []), ...changes.map(row(`GitLab ${name}`))];
}

function shortened(
  titles: readonly string[],
  all: readonly string[][],
  most: number,
  what: string,
): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, most);
  const more =
    all.length > shown.length
      ? [`and ${all.length - shown.length} more ${what}: review.json in the job's artifacts lists them.`]
      : [];
  return [...(shown.length > 0 ? [table(titles, shown)] : []), ...more];
}

/** The changed files, with their differences as far as they may be shown. */
export function fileDifferences(changes: StageChanges): string[] {
  const files = stacksOf(changes).flatMap(({ files }) => files);
  if (files.length === 0) return [];
  const texts = files.map(({ path, action, diff, hidden }) => {
    const what = hidden === undefined ? "" : `: ${hiding[hidden]}`;
    const line = `${code(path)} ${done[action]}${what}`;
    return diff === undefined ? line : `${line}\n\n${block("diff", diff)}`;
  });
  return [details(counted(files.length, "file", "files"), texts.join("\n\n"))];
}

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const hiding = {
  secret: "its text is a secret",
  binary: "it is not text",
  long: "its text is long",
  former: "the text of the last run is not known",
} as const;
