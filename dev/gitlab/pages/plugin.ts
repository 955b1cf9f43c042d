import cookie from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { canSeeProject, level, movedProject, projectLevel } from "../http/access.ts";
import type { Identity } from "../http/identity.ts";
import { originOf, type Plugin } from "../http/server.ts";
import { visibleProjects } from "../projects/list.ts";
import { publicKey } from "../secrets/signing.ts";
import type { Project } from "../store/people.ts";
import { act, actionAt, canAct } from "./actions.ts";
import { environmentsView } from "./environments-view.ts";
import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { followJob, script } from "./live.ts";
import { mergeRequestView } from "./merge-request-view.ts";
import { jobView, pipelineView } from "./pipeline-views.ts";
import { Sessions } from "./session.ts";
import { projectsView, projectView, signInView } from "./views.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The address of a project's page: the project's path, then the part. */
const place =
  /^\/(?<path>[^?]+?)(?:\/-\/(?:pipelines(?:\/(?<pipeline>\d+))?|(?<environments>environments)|merge_requests(?:\/(?<request>\d+))?|jobs\/(?<job>\d+)(?<events>\/events)?))?\/?$/;

/** Projects, pipelines and logs for people. */
export const pagesPlugin: Plugin = async (server, context) => {
  await server.register(cookie);
  const sessions = new Sessions(context);
  const show = (reply: FastifyReply, title: string, body: Html, more: object = {}) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", policy)
      .header("cache-control", "no-store")
      .send(page({ title, body, ...more }));
  const signIn = (reply: FastifyReply, returnTo: string, isRefused = false) =>
    show(reply.code(isRefused ? 401 : 200), "Sign in", signInView(returnTo, isRefused));

  server.get("/-/script.js", (_request, reply) => reply.type("text/javascript").send(script));
  server.post("/-/sign_in", (request, reply) => {
    const { token, return_to } = (request.body ?? {}) as Record<string, unknown>;
    const returnTo = localPath(return_to);
    const isIn = typeof token === "string" && sessions.start(token.trim(), reply);
    return isIn ? reply.redirect(returnTo, 303) : signIn(reply, returnTo, true);
  });
  server.post("/-/sign_out", (request, reply) => {
    sessions.end(request, reply);
    return reply.redirect("/", 303);
  });
  server.get("/oauth/discovery/keys", (_request, reply) => reply.send({ keys: [publicKey(context)] }));
  server.get("/.well-known/openid-configuration", (request, reply) => {
    const issuer = originOf(request);
    const jwks_uri = `${issuer}/oauth/discovery/keys`;
    return reply.send({ issuer, jwks_uri, id_token_signing_alg_values_supported: ["RS256"] });
  });
  // There is no registry here. Its clients get a plain 404, not a page.
  for (const url of ["/v2", "/v2/*", "/jwt/auth"]) {
    server.all(url, (_request, reply) => reply.code(404).send({ error: "404 Not Found" }));
  }
  server.get("/", (request, reply) => {
    const identity = sessions.of(request);
    if (!identity) return signIn(reply, "/");
    const projects = visibleProjects(context, identity, {});
    return show(reply, "Projects", projectsView(context, projects), { user: identity.user.name });
  });
  server.get("/*", projectPage);

  server.post("/*", (request, reply) => {
    const identity = sessions.of(request);
    const asked = actionAt(decoded(request.url));
    if (!asked) return reply.callNotFound();
    const project = visible(context, identity, asked.path);
    const mayAct = project !== undefined && canAct(context, identity, project);
    const there = identity && mayAct && act(context, identity.user, project, asked);
    if (there) return reply.redirect(there, 303);
    return show(reply.code(404), "Not found", html`<p>There is no such page, or it is not for you.</p>`);
  });

  async function projectPage(request: FastifyRequest, reply: FastifyReply) {
    const identity = sessions.of(request);
    const asked = place.exec(decoded(request.url.split("?", 1)[0] ?? ""))?.groups;
    const absent = () =>
      show(reply.code(404), "Not found", html`<p>There is no such page, or it is not for you.</p>`);
    if (!asked || asked.path?.startsWith("-/")) return absent();
    const project = asked.path === undefined ? undefined : visible(context, identity, asked.path);
    if (project && project.full_path !== asked.path) {
      return reply.redirect(request.url.replace(`/${asked.path}`, `/${project.full_path}`), 302);
    }
    if (!project && !identity) return signIn(reply, request.url);
    if (!project) return absent();
    const user = identity?.user.name;
    const mayAct = canAct(context, identity, project);
    const home: readonly [string, string] = ["Projects", "/"];
    const here: readonly [string, string] = [project.full_path, `/${project.full_path}`];
    if (asked.job !== undefined) {
      const job = context.store.jobs.get(Number(asked.job));
      if (job?.project_id !== project.id) return absent();
      if (asked.events) return followJob(context, job.id, request, reply);
      const pipeline: readonly [string, string] = [
        `#${job.pipeline_id}`,
        `${here[1]}/-/pipelines/${job.pipeline_id}`,
      ];
      const more = { user, trail: [home, here, pipeline], script: "/-/script.js" };
      return show(reply, job.name, jobView(context, project, job, mayAct), more);
    }
    if (asked.pipeline !== undefined) {
      const pipeline = context.store.pipelines.get(Number(asked.pipeline));
      if (pipeline?.project_id !== project.id) return absent();
      const more = { user, trail: [home, here], script: "/-/script.js" };
      const body = await pipelineView(context, project, pipeline, mayAct);
      return show(reply, `Pipeline #${pipeline.id}`, body, more);
    }
    if (asked.request !== undefined) {
      const row = context.store.mergeRequests.first({ project_id: project.id, iid: Number(asked.request) });
      if (!row) return absent();
      const own = identity ? projectLevel(context, identity.user, project) : level.none;
      const body = mergeRequestView(context, project, row, own >= level.reporter);
      return show(reply, `!${row.iid} ${row.title}`, body, { user, trail: [home, here] });
    }
    if (asked.environments !== undefined) {
      const body = await environmentsView(context, project);
      return show(reply, "Environments", body, { user, trail: [home, here] });
    }
    return show(reply, project.full_path, await projectView(context, project), { user, trail: [home] });
  }
};

function visible(context: Context, identity: Identity | undefined, full_path: string): Project | undefined {
  const project = context.store.projects.first({ full_path }) ?? movedProject(context, full_path);
  return project && canSeeProject(context, identity, project) ? project : undefined;
}

/** Only an address on this server. */
function localPath(value: unknown): string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : "/";
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
