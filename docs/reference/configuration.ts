import { stringify } from "yaml";
import { kinds, type ProjectKind } from "../../lib/pipelines/index.ts";
import { schema } from "../../lib/settings/schema.ts";
import { table } from "./blocks.ts";
import { type Description, describe, type Row, rows } from "./description.ts";

/** Every key below `smallboat:`, a chapter each. */
export function settingsReference(): string {
  const { properties = {}, required = [] } = describe(schema);
  const chapters = Object.entries(properties).flatMap(([key, section]) => [
    `### \`smallboat:${key}\``,
    section.description ?? "",
    formOf(section, required.includes(key)),
    ...forms(section).flatMap((form) => [
      form === section ? "" : `#### ${form.description?.replace(/\.$/, "")}`,
      fieldTable(rowsOf(form)),
      example(key, form),
    ]),
  ]);
  return chapters.filter(Boolean).join("\n\n");
}

/** The alternatives of a section whose keys differ, else the section itself. */
function forms(section: Description): readonly Description[] {
  return section.anyOf?.some(({ properties }) => properties) ? section.anyOf : [section];
}

/** A section without keys of its own says here what it may be. */
function formOf(section: Description, isRequired: boolean): string {
  if (isRequired) return "Required.";
  if (forms(section).some((form) => rowsOf(form).length > 0)) return "Default: none.";
  const { expected = "", default: value } = section;
  const isEmpty = typeof value === "object" && JSON.stringify(value).length === 2;
  return `Value: ${expected.replaceAll("<", "&lt;")}. Default: ${isEmpty ? "none" : `\`${value}\``}.`;
}

function rowsOf(form: Description): Row[] {
  const entries = form.additionalProperties;
  if (form.items?.properties) return rows(form.items, "[].");
  return typeof entries === "object" ? rows(entries, "<name>.") : rows(form);
}

function fieldTable(fields: readonly Row[]): string {
  if (fields.length === 0) return "";
  const cells = fields.map((row) => [`\`${row.key}\``, row.value, row.default, row.meaning]);
  return table(["key", "value", "default", "meaning"], cells);
}

function example(key: string, { examples = [] }: Description): string {
  const yaml = examples.map((each) => stringify({ [`smallboat:${key}`]: each }, { lineWidth: 0 }).trim());
  return yaml.length === 0 ? "" : ["```yaml", ...yaml, "```"].join("\n");
}

/** What each kind of project lets one choose, and the values that it needs of the settings. */
export function kindsReference(): string {
  const chapters = Object.values(kinds).flatMap((kind) => [
    `### \`${kind.name}\``,
    `${kind.description}.`,
    fieldTable(rows(describe(kind.options))),
    needs(kind),
  ]);
  return chapters.filter(Boolean).join("\n\n");
}

const places = { secret: "`smallboat:secrets`", setting: "`variables` of the project" } as const;

/** With its default options; what the stage knows itself is left out. */
function needs(kind: ProjectKind): string {
  const context = { project: "app", stage: "dev", privateAuthority: false };
  const { variables } = kind.needs(kind.options.parse({}), context);
  const cells = variables.flatMap(({ name, source, isRequired = true, description }) =>
    source === "secret" || source === "setting"
      ? [[`\`${name}\``, places[source], isRequired ? "yes" : "no", description]]
      : [],
  );
  if (cells.length === 0) return "";
  return `With these defaults it needs:\n\n${table(["variable", "from", "required", "what it is"], cells)}`;
}
