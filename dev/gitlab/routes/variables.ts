import type { Context } from "../context.ts";
import { administrator, groupOf, level, projectOf } from "../http/access.ts";
import { invalid } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, given, hash, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { checkHiding, checkVariable, type PlainVariable, pick } from "../projects/variables.ts";
import type { Variable } from "../store/settings.ts";

type Source = Variable["source"];
const variable_type = oneOf("env_var", "file");
const attributes = {
  protected: optional(flag()),
  masked: optional(flag()),
  hidden: optional(flag()),
  raw: optional(flag()),
  variable_type: optional(variable_type),
  environment_scope: optional(text()),
  description: optional(text()),
};
const filter = optional(hash({ environment_scope: optional(text()) }, "filter"));

const bases = {
  project: "/projects/:id/variables",
  group: "/groups/:id/variables",
  instance: "/admin/ci/variables",
} as const;

/** The number of the project or group in the path, if the caller may see its variables; 0 for the server. */
function ownerOf(call: Pick<Call, "context" | "identity" | "params">, source: Source): number {
  const named = { ...call, params: call.params as { readonly id: string } };
  if (source === "project") return projectOf(named, level.maintainer).id;
  if (source === "group") return groupOf(named, level.owner).id;
  administrator(call);
  return 0;
}

function routesOf(source: Source): Route[] {
  const base = bases[source];
  const owner = (call: Pick<Call, "context" | "identity" | "params">) => ownerOf(call, source);
  const find = (
    call: Call<{ key: string; filter: { environment_scope?: string | undefined } | undefined }>,
  ) => {
    const { params, context } = call;
    const where = { source, source_id: owner(call), key: params.key };
    return pick(context.store.variables.all(where), params.filter?.environment_scope);
  };
  return [
    route("GET", base, {}, (call) => {
      const found = call.context.store.variables.all({ source, source_id: owner(call) });
      return paginate(call, found, (each) => shown(call.context, each));
    }),
    route("GET", `${base}/:key`, { params: { filter } }, (call) => shown(call.context, find(call))),
    route(
      "POST",
      base,
      { params: { key: filled(), value: text(), masked_and_hidden: optional(flag()), ...attributes } },
      (call) => {
        const source_id = owner(call);
        const { key, value, masked_and_hidden = false, ...rest } = call.params;
        const plain: PlainVariable = {
          key: key.trim(),
          value,
          variable_type: rest.variable_type ?? "env_var",
          protected: rest.protected ?? false,
          masked: rest.masked ?? masked_and_hidden,
          hidden: rest.hidden ?? masked_and_hidden,
          raw: rest.raw ?? false,
          environment_scope: rest.environment_scope ?? "*",
          description: rest.description ?? null,
        };
        checkVariable(plain);
        refuseTaken(call.context, source, source_id, plain);
        return shown(call.context, save(call.context, source, source_id, plain));
      },
    ),
    route("PUT", `${base}/:key`, { params: { filter, value: optional(text()), ...attributes } }, (call) => {
      const { context } = call;
      const before = find(call);
      const { value, masked, hidden, raw, variable_type, environment_scope, description } = call.params;
      const fields = { masked, hidden, raw, variable_type, environment_scope, description };
      const change = given({ ...fields, protected: call.params.protected });
      checkHiding(before, change);
      const { id, source: _, source_id, sealed_value, ...old } = before;
      const plain = { ...old, value: value ?? context.seal.open(sealed_value), ...change };
      checkVariable(plain);
      refuseTaken(context, source, source_id, plain, id);
      return shown(context, save(context, source, source_id, plain, id));
    }),
    route("DELETE", `${base}/:key`, { params: { filter } }, (call) => {
      call.context.store.variables.remove(find(call).id);
    }),
  ];
}

export const variableRoutes: readonly Route[] = [
  ...routesOf("project"),
  ...routesOf("group"),
  ...routesOf("instance"),
];

function refuseTaken(
  { store }: Context,
  source: Source,
  source_id: number,
  { key, environment_scope }: PlainVariable,
  self?: number,
): void {
  const taken = store.variables.first({ source, source_id, key, environment_scope });
  if (taken && taken.id !== self) throw invalid({ key: [`(${key}) has already been taken`] });
}

function save(
  { store, seal }: Context,
  source: Source,
  source_id: number,
  { value, ...rest }: PlainVariable,
  id?: number,
): Variable {
  const row = { source, source_id, ...rest, sealed_value: seal.seal(value) };
  return id === undefined ? store.variables.insert(row) : store.variables.update(id, row);
}

/** The value of a hidden variable is never shown. */
function shown({ seal }: Context, { hidden, sealed_value, ...variable }: Variable) {
  const isScoped = variable.source !== "instance";
  return {
    variable_type: variable.variable_type,
    key: variable.key,
    value: hidden ? null : seal.open(sealed_value),
    ...(isScoped && { hidden }),
    protected: variable.protected,
    masked: variable.masked,
    raw: variable.raw,
    ...(isScoped && { environment_scope: variable.environment_scope }),
    description: variable.description,
  };
}
