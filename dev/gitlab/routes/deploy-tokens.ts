import { deployTokenEntity } from "../entities/user.ts";
import { administrator, groupOf, level, projectOf } from "../http/access.ts";
import { invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, moment, optional, text, texts } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { issueToken } from "../secrets/issue.ts";
import type { Token } from "../store/people.ts";

const scopes = texts(
  ...["read_repository", "read_registry", "write_registry", "read_package_registry"],
  ...["write_package_registry", "read_virtual_registry", "write_virtual_registry"],
);

function routesOf(source: "project" | "group"): Route[] {
  const base = `/${source}s/:id/deploy_tokens` as const;
  const owner = (call: Call<{ readonly id: string }>) =>
    source === "project"
      ? { project_id: projectOf(call, level.maintainer).id, group_id: null }
      : { project_id: null, group_id: groupOf(call, level.owner).id };
  const find = (call: Call<{ readonly id: string; readonly token_id: string }>): Token => {
    const { project_id, group_id } = owner(call);
    const token = call.context.store.tokens.get(Number(call.params.token_id));
    const isOwn = token?.project_id === project_id && token.group_id === group_id;
    if (token?.kind !== "deploy" || !isOwn) throw notFound("Deploy Token");
    return token;
  };
  return [
    route("GET", base, {}, (call) => {
      const found = call.context.store.tokens.all({ kind: "deploy", ...owner(call) });
      return paginate(call, found, (token) => deployTokenEntity(call.context, token));
    }),
    route("GET", `${base}/:token_id`, {}, (call) => deployTokenEntity(call.context, find(call))),
    route(
      "POST",
      base,
      { params: { name: filled(), scopes, expires_at: optional(moment()), username: optional(text()) } },
      (call) => {
        const { context } = call;
        const { name, scopes, expires_at = null, username = null } = call.params;
        if (scopes.length === 0) throw invalid({ scopes: ["can't be blank"] });
        const given = { kind: "deploy", user_id: 0, ...owner(call), name, scopes, expires_at } as const;
        const { token, secret } = issueToken(context, given);
        const named = username ?? `gitlab+deploy-token-${token.id}`;
        return deployTokenEntity(context, context.store.tokens.update(token.id, { username: named }), secret);
      },
    ),
    route("DELETE", `${base}/:token_id`, {}, (call) => {
      call.context.store.tokens.remove(find(call).id);
    }),
  ];
}

export const deployTokenRoutes: readonly Route[] = [
  route("GET", "/deploy_tokens", { params: { active: optional(flag()) } }, (call) => {
    administrator(call);
    const all = call.context.store.tokens.all({ kind: "deploy" });
    const shown = all.map((token) => deployTokenEntity(call.context, token));
    const { active } = call.params;
    const found = shown.filter((each) => active === undefined || active === !(each.revoked || each.expired));
    return paginate(call, found, (token) => token);
  }),
  ...routesOf("project"),
  ...routesOf("group"),
];
