import type { FastifyInstance } from "fastify";
import type { Context } from "./context.ts";
import type { Route } from "./http/route.ts";
import { createServer, type Plugin } from "./http/server.ts";
import { gitPlugin } from "./repositories/git-http.ts";
import { groupRoutes } from "./routes/groups.ts";
import { instanceRoutes } from "./routes/instance.ts";
import { memberRoutes } from "./routes/members.ts";
import { projectRoutes } from "./routes/projects.ts";

/** Every call of the API. */
const routes: readonly Route[] = [...instanceRoutes, ...groupRoutes, ...projectRoutes, ...memberRoutes];

/** What is no call of the API. The last may take whatever no other route takes. */
const plugins: readonly Plugin[] = [gitPlugin];

/** Wires the parts to one context. */
export function createApp(context: Context): Promise<FastifyInstance> {
  return createServer(context, routes, plugins);
}
