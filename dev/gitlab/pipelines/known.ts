import type { Context } from "../context.ts";
import type { Group, Project } from "../store/people.ts";
import type { PipelineVariable } from "../store/pipelines.ts";
import type { Variable } from "../store/settings.ts";
import { applying, type Scope } from "./variables/scope.ts";
import type { JobVariable } from "./variables/variable.ts";

type Known = Pick<Context, "store" | "seal">;

/** Variables of the server, the project's groups and its own that apply; the nearer one wins. */
export function settingsVariables(context: Known, project: Project, scope: Scope): JobVariable[] {
  const { store } = context;
  const own = store.variables.all({ source: "project", source_id: project.id });
  const layers = [
    ...groupsAbove(context, project)
      .reverse()
      .map(({ id }) => id),
  ].map((id) => store.variables.all({ source: "group", source_id: id }));
  const instance = store.variables.all({ source: "instance" });
  return [instance, ...layers, own].flatMap((variables) =>
    applying(variables, scope).map((variable) => opened(context, variable)),
  );
}

/** Nearest first. */
export function groupsAbove({ store }: Pick<Context, "store">, project: Project): Group[] {
  const found: Group[] = [];
  let id = project.group_id;
  while (id !== null) {
    const group = store.groups.get(id);
    if (!group) break;
    found.push(group);
    id = group.parent_id;
  }
  return found;
}

function opened({ seal }: Known, variable: Variable): JobVariable {
  return {
    key: variable.key,
    value: seal.open(variable.sealed_value),
    public: false,
    masked: variable.masked,
    file: variable.variable_type === "file",
    raw: variable.raw,
  };
}

/** The pipeline's own variables. */
export function givenVariables({ seal }: Known, sealed: string | null): JobVariable[] {
  if (sealed === null) return [];
  return (JSON.parse(seal.open(sealed)) as PipelineVariable[]).map(({ key, value, variable_type }) => ({
    key,
    value,
    public: false,
    masked: false,
    file: variable_type === "file",
    raw: false,
  }));
}

export function sealVariables(
  { seal }: Pick<Context, "seal">,
  variables: readonly PipelineVariable[],
): string {
  return seal.seal(JSON.stringify(variables));
}
