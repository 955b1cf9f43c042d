import { labelEntity } from "../entities/label.ts";
import { groupOf, level, projectOf } from "../http/access.ts";
import { conflict, invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, given, integer, optional, text, type Values } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Label } from "../store/settings.ts";

type Source = "project" | "group";
interface Named {
  readonly id: string;
  readonly name: string;
}
const changes = {
  new_name: optional(filled()),
  color: optional(text()),
  description: optional(text()),
  priority: optional(integer()),
};

function routesOf(source: Source): Route[] {
  const base = `/${source}s/:id/labels` as const;
  const owner = (call: Call<{ readonly id: string }>, needed?: number) =>
    (source === "project" ? projectOf(call, needed) : groupOf(call, needed)).id;
  const find = (call: Call<Named>, needed?: number): Label => {
    const { labels } = call.context.store;
    const where = { source, source_id: owner(call, needed) };
    const { name } = call.params;
    const found = labels.first({ ...where, title: name }) ?? labels.first({ ...where, id: Number(name) });
    if (!found) throw notFound("Label");
    return found;
  };
  const update = (call: Call<Named & Values<typeof changes>>) => {
    const { id } = find(call, level.reporter);
    const { new_name: title, color, description, priority } = call.params;
    const checked = color === undefined ? undefined : checkedColor(color);
    const change = given({ title, description, priority, color: checked });
    return shown(call.context.store.labels.update(id, change));
  };
  const remove = (call: Call<Named>) => {
    call.context.store.labels.remove(find(call, level.reporter).id);
  };
  const shown = (label: Label) => labelEntity(label, source === "project");
  return [
    route("GET", base, {}, (call) =>
      paginate(
        call,
        call.context.store.labels.all({ source, source_id: owner(call) }, { order: "title" }),
        shown,
      ),
    ),
    route("GET", `${base}/:name`, {}, (call) => shown(find(call))),
    route(
      "POST",
      base,
      {
        params: {
          name: filled(),
          color: filled(),
          description: optional(text()),
          priority: optional(integer()),
        },
      },
      (call) => {
        const source_id = owner(call, level.reporter);
        const { name: title, color, description = null, priority = null } = call.params;
        const { labels } = call.context.store;
        if (labels.first({ source, source_id, title })) throw conflict("Label already exists");
        const row = { source, source_id, title, color: checkedColor(color), description, priority };
        return shown(labels.insert(row));
      },
    ),
    // The older form names the label in a parameter.
    route("PUT", base, { params: { name: filled(), ...changes } }, update),
    route("PUT", `${base}/:name`, { params: changes }, update),
    route("DELETE", base, { params: { name: filled() } }, remove),
    route("DELETE", `${base}/:name`, {}, remove),
  ];
}

export const labelRoutes: readonly Route[] = [...routesOf("project"), ...routesOf("group")];

/** `#RRGGBB`, or the name of a colour. */
function checkedColor(color: string): string {
  if (/^#[0-9A-Fa-f]{3}([0-9A-Fa-f]{3})?$/.test(color) || /^[a-z]{3,20}$/i.test(color)) return color;
  throw invalid({ color: ["must be a valid color code"] });
}
