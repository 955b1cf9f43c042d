import { type Context, timestamp } from "../context.ts";
import { level, projectOf } from "../http/access.ts";
import { notFound, unprocessable } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, given, hashes, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Hook } from "../store/settings.ts";

const base = "/projects/:id/hooks";
const events = [
  ...["issues", "confidential_issues", "merge_requests", "tag_push", "note", "confidential_note", "job"],
  ...["pipeline", "wiki_page", "deployment", "releases", "emoji", "feature_flag", "milestone"],
  ...["resource_access_token", "resource_deploy_token", "vulnerability"],
].map((name) => `${name}_events`);
const options = {
  ...Object.fromEntries(["push_events", ...events].map((name) => [name, optional(flag())])),
  enable_ssl_verification: optional(flag()),
  push_events_branch_filter: optional(text()),
  branch_filter_strategy: optional(oneOf("wildcard", "regex", "all_branches")),
  custom_webhook_template: optional(text()),
};
const pairs = optional(hashes({ key: filled(), value: text() }));
const attributes = {
  name: optional(text()),
  description: optional(text()),
  token: optional(text()),
  custom_headers: pairs,
  url_variables: pairs,
};
const defaults = {
  push_events: true,
  ...Object.fromEntries(events.map((name) => [name, false])),
  enable_ssl_verification: true,
  push_events_branch_filter: null,
  branch_filter_strategy: "wildcard",
  custom_webhook_template: "",
};

export const hookRoutes: readonly Route[] = [
  route("GET", base, {}, (call) => {
    const project_id = projectOf(call, level.maintainer).id;
    return paginate(call, call.context.store.hooks.all({ project_id }), hookEntity);
  }),
  route("GET", `${base}/:hook_id`, {}, (call) => hookEntity(hookOf(call))),
  route("POST", base, { params: { url: filled(), ...attributes, ...options } }, (call) => {
    const project_id = projectOf(call, level.maintainer).id;
    const { url, name = null, description = null } = call.params;
    refuseUrl(url);
    return hookEntity(
      call.context.store.hooks.insert({
        project_id,
        url,
        name,
        description,
        created_at: timestamp(call.context),
        sealed_token: null,
        sealed_headers: {},
        sealed_url_variables: {},
        ...sealed(call.context, call.params),
        options: { ...defaults, ...optionsIn(call.params) },
      }),
    );
  }),
  route(
    "PUT",
    `${base}/:hook_id`,
    { params: { url: optional(text()), ...attributes, ...options } },
    (call) => {
      const { id, options: before } = hookOf(call);
      const { url, name, description } = call.params;
      if (url !== undefined) refuseUrl(url);
      return hookEntity(
        call.context.store.hooks.update(id, {
          ...given({ url, name, description }),
          ...sealed(call.context, call.params),
          options: { ...before, ...optionsIn(call.params) },
        }),
      );
    },
  ),
  route("DELETE", `${base}/:hook_id`, {}, (call) => {
    call.context.store.hooks.remove(hookOf(call).id);
  }),
];

function hookOf(call: Call<{ readonly id: string; readonly hook_id: string }>): Hook {
  const project = projectOf(call, level.maintainer);
  const hook = call.context.store.hooks.get(Number(call.params.hook_id));
  if (hook?.project_id !== project.id) throw notFound();
  return hook;
}

function refuseUrl(url: string): void {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw unprocessable("Invalid url given");
}

interface Secrets {
  readonly token?: string | undefined;
  readonly custom_headers?: readonly { readonly key: string; readonly value: string }[] | undefined;
  readonly url_variables?: readonly { readonly key: string; readonly value: string }[] | undefined;
}

function sealed({ seal }: Context, { token, custom_headers, url_variables }: Secrets) {
  const all = (list: Secrets["custom_headers"]) =>
    Object.fromEntries((list ?? []).map(({ key, value }) => [key, seal.seal(value)]));
  return {
    ...(token !== undefined && { sealed_token: seal.seal(token) }),
    ...(custom_headers && { sealed_headers: all(custom_headers) }),
    ...(url_variables && { sealed_url_variables: all(url_variables) }),
  };
}

function optionsIn(params: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => name in options && value !== undefined),
  );
}

function hookEntity(hook: Hook) {
  const keys = (pairs: object) => Object.keys(pairs).map((key) => ({ key }));
  return {
    id: hook.id,
    url: hook.url,
    name: hook.name,
    description: hook.description,
    project_id: hook.project_id,
    created_at: hook.created_at,
    ...hook.options,
    repository_update_events: false,
    alert_status: "executable",
    disabled_until: null,
    url_variables: keys(hook.sealed_url_variables),
    custom_headers: keys(hook.sealed_headers),
  };
}
