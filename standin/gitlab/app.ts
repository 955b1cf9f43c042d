import type { FastifyInstance } from "fastify";
import type { Context } from "./context.ts";
import type { Route } from "./http/route.ts";
import { createServer, type Plugin } from "./http/server.ts";
import { operationPlugin } from "./pages/operation.ts";
import { gitPlugin } from "./repositories/git-http.ts";
import { accessTokenRoutes } from "./routes/access-tokens.ts";
import { deployTokenRoutes } from "./routes/deploy-tokens.ts";
import { environmentRoutes } from "./routes/environments.ts";
import { groupRoutes } from "./routes/groups.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { instanceRoutes } from "./routes/instance.ts";
import { labelRoutes } from "./routes/labels.ts";
import { memberRoutes } from "./routes/members.ts";
import { projectRoutes } from "./routes/projects.ts";
import { protectedRefRoutes } from "./routes/protected-refs.ts";
import { runnerCreationRoutes } from "./routes/runner-creation.ts";
import { runnerRoutes } from "./routes/runners.ts";
import { scheduleVariableRoutes } from "./routes/schedule-variables.ts";
import { scheduleRoutes } from "./routes/schedules.ts";
import { userRoutes } from "./routes/users.ts";
import { variableRoutes } from "./routes/variables.ts";

/** Every call of the API. */
const routes: readonly (readonly Route[])[] = [
  instanceRoutes,
  userRoutes,
  groupRoutes,
  projectRoutes,
  memberRoutes,
  variableRoutes,
  protectedRefRoutes,
  environmentRoutes,
  accessTokenRoutes,
  deployTokenRoutes,
  hookRoutes,
  labelRoutes,
  runnerCreationRoutes,
  runnerRoutes,
  scheduleRoutes,
  scheduleVariableRoutes,
];

/** What is no call of the API. The last may take whatever no other route takes. */
const plugins: readonly Plugin[] = [operationPlugin, gitPlugin];

/** Wires the parts to one context. */
export function createApp(context: Context): Promise<FastifyInstance> {
  return createServer(context, routes.flat(), plugins);
}
