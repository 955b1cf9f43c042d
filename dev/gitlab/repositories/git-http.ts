import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { HookCall, PushHandler } from "../git/gate.ts";
import { parseGitRequest, serveGit } from "../git/http.ts";
import { findProject } from "../http/access.ts";
import { originOf, type Plugin } from "../http/server.ts";
import { serverUrl } from "../pipelines/facts.ts";
import type { Project } from "../store/people.ts";
import { followPipelines } from "./accept.ts";
import { type Access, accessOf } from "./login.ts";
import { createByPush } from "./push-options.ts";
import { followRemovals, recoverRepositories, repositoryOf } from "./repository.ts";
import { type Author, pushed, refusedChange } from "./update.ts";

/** As deep as GitLab nests groups, and the project. */
const depths = Array.from({ length: 21 }, (_, index) => index + 1);

const denied =
  "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect " +
  "or you're required to use a token instead of a password. If a token was provided, it was either incorrect, " +
  "expired, or improperly scoped. See ";

/** Git over HTTP. */
export const gitPlugin: Plugin = async (server, context) => {
  await recoverRepositories(context);
  followRemovals(context);
  followPipelines(context, serverUrl());
  for (const depth of depths) {
    const path = Array.from({ length: depth }, (_, index) => `/:part${index}`).join("");
    for (const [method, endpoint] of [
      ["GET", "info/refs"],
      ["POST", "git-upload-pack"],
      ["POST", "git-receive-pack"],
    ] as const) {
      server.route({
        method,
        url: `${path}/${endpoint}`,
        bodyLimit: Number.MAX_SAFE_INTEGER,
        handler: (request, reply) => serve(context, request, reply),
      });
    }
  }
};

async function serve(context: Context, request: FastifyRequest, reply: FastifyReply) {
  const asked = parseGitRequest(request.url);
  if (!asked) return refuse(reply, 404, "Not Found");
  if (!asked.hasSuffix) {
    const path = request.url.replace(/\/info\/refs\?/, ".git/info/refs?");
    return reply
      .code(301)
      .header("location", originOf(request) + path)
      .send();
  }
  const project = findProject(context, asked.project);
  const access = accessOf(context, request.headers.authorization, project);
  if (!access || (!access.user && !(access.canRead && asked.service === "git-upload-pack"))) {
    reply.header("www-authenticate", 'Basic realm="GitLab"');
    const help = `${originOf(request)}/help/topics/git/troubleshooting_git.md#error-on-git-fetch-http-basic-access-denied`;
    return refuse(reply, 401, denied + help);
  }
  if (!project || !access.canSee) {
    const text =
      "The project you were looking for could not be found or you don't have permission to view it.";
    return refuse(reply, 404, text);
  }
  const reason = asked.service === "git-upload-pack" ? readRefusal(access) : writeRefusal(access, project);
  if (reason !== undefined) return refuse(reply, 403, reason);
  const repository = await repositoryOf(context, project);
  const service = { repository, request: asked, user: access.user?.username ?? "anonymous" };
  reply.hijack();
  if (asked.endpoint === "/git-receive-pack" && access.user) {
    const author = { project, user: access.user, origin: originOf(request) };
    const handler = pushHandler(context, author, access);
    await context.gate.during(handler, (admission) =>
      serveGit({ ...service, admission }, request.raw, reply.raw),
    );
  } else await serveGit(service, request.raw, reply.raw);
  context.log(`${request.method} ${asked.project}.git${asked.endpoint} ${reply.raw.statusCode}`);
}

function readRefusal({ canRead }: Access): string | undefined {
  return canRead ? undefined : "You are not allowed to download code from this project.";
}

function writeRefusal({ canWrite }: Access, { archived }: Project): string | undefined {
  if (archived) return "You can't push code to an archived project.";
  return canWrite ? undefined : "You are not allowed to push code to this project.";
}

function pushHandler(context: Context, author: Author, access: Access): PushHandler {
  const inRepository = async ({ quarantine }: HookCall) => ({
    ...(await repositoryOf(context, author.project)),
    quarantine,
  });
  return {
    async check(call) {
      const actor = { level: access.level, web: false };
      return refusedChange(context, author, actor, await inRepository(call), call.updates);
    },
    async received(call) {
      await pushed(context, author, call.updates, call.options);
      return createByPush(context, author, call.updates, call.options);
    },
  };
}

function refuse(reply: FastifyReply, status: number, text: string) {
  return reply.code(status).type("text/plain; charset=utf-8").send(text);
}
