import type { FastifyInstance } from "fastify";
import type { Context } from "./context.ts";
import type { Route } from "./http/route.ts";
import { createServer, type Plugin } from "./http/server.ts";
import { operationPlugin } from "./pages/operation.ts";
import { pagesPlugin } from "./pages/plugin.ts";
import { pipelinesPlugin } from "./pipelines/plugin.ts";
import { gitPlugin } from "./repositories/git-http.ts";
import { accessTokenRoutes } from "./routes/access-tokens.ts";
import { approvalRoutes } from "./routes/approvals.ts";
import { branchRoutes } from "./routes/branches.ts";
import { commitPickRoutes } from "./routes/commit-picks.ts";
import { commitStatusRoutes } from "./routes/commit-statuses.ts";
import { commitRoutes } from "./routes/commits.ts";
import { deployTokenRoutes } from "./routes/deploy-tokens.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { discussionRoutes } from "./routes/discussions.ts";
import { environmentRoutes } from "./routes/environments.ts";
import { fileRoutes } from "./routes/files.ts";
import { groupRoutes } from "./routes/groups.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { instanceRoutes } from "./routes/instance.ts";
import { issueRoutes } from "./routes/issues.ts";
import { jobArtifactRoutes } from "./routes/job-artifacts.ts";
import { jobTokenScopeRoutes } from "./routes/job-token-scope.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { labelRoutes } from "./routes/labels.ts";
import { lintRoutes } from "./routes/lint.ts";
import { memberRoutes } from "./routes/members.ts";
import { mergeRequestRebaseRoutes } from "./routes/merge-request-rebase.ts";
import { mergeRequestRelationRoutes } from "./routes/merge-request-relations.ts";
import { mergeRequestRoutes } from "./routes/merge-requests.ts";
import { milestoneRoutes } from "./routes/milestones.ts";
import { namespaceRoutes } from "./routes/namespaces.ts";
import { noteRoutes } from "./routes/notes.ts";
import { personalTokenRoutes } from "./routes/personal-tokens.ts";
import { pipelineRoutes } from "./routes/pipelines.ts";
import { projectRoutes } from "./routes/projects.ts";
import { protectedRefRoutes } from "./routes/protected-refs.ts";
import { releaseLinkRoutes } from "./routes/release-links.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { repositoryRoutes } from "./routes/repository.ts";
import { resourceEventRoutes } from "./routes/resource-events.ts";
import { runnerCreationRoutes } from "./routes/runner-creation.ts";
import { runnerProtocolRoutes } from "./routes/runner-protocol.ts";
import { runnerRoutes } from "./routes/runners.ts";
import { schedulePlayRoutes } from "./routes/schedule-play.ts";
import { scheduleVariableRoutes } from "./routes/schedule-variables.ts";
import { scheduleRoutes } from "./routes/schedules.ts";
import { tagRoutes } from "./routes/tags.ts";
import { testReportRoutes } from "./routes/test-reports.ts";
import { triggerRoutes } from "./routes/triggers.ts";
import { userRoutes } from "./routes/users.ts";
import { variableRoutes } from "./routes/variables.ts";

/** Every call of the API. */
export const routes: readonly Route[] = [
  ...instanceRoutes,
  ...userRoutes,
  ...personalTokenRoutes,
  ...namespaceRoutes,
  ...groupRoutes,
  ...projectRoutes,
  ...memberRoutes,
  ...variableRoutes,
  ...protectedRefRoutes,
  ...environmentRoutes,
  ...accessTokenRoutes,
  ...deployTokenRoutes,
  ...hookRoutes,
  ...labelRoutes,
  ...branchRoutes,
  ...commitStatusRoutes,
  ...commitRoutes,
  ...commitPickRoutes,
  ...fileRoutes,
  ...mergeRequestRoutes,
  ...mergeRequestRebaseRoutes,
  ...mergeRequestRelationRoutes,
  ...approvalRoutes,
  ...issueRoutes,
  ...milestoneRoutes,
  ...noteRoutes,
  ...discussionRoutes,
  ...resourceEventRoutes,
  ...releaseRoutes,
  ...releaseLinkRoutes,
  ...repositoryRoutes,
  ...tagRoutes,
  ...runnerCreationRoutes,
  ...runnerRoutes,
  ...scheduleRoutes,
  ...scheduleVariableRoutes,
  ...schedulePlayRoutes,
  ...pipelineRoutes,
  ...triggerRoutes,
  ...lintRoutes,
  ...deploymentRoutes,
  ...jobRoutes,
  ...jobTokenScopeRoutes,
  ...jobArtifactRoutes,
  ...testReportRoutes,
  ...runnerProtocolRoutes,
];

/** Routes outside the API. The last one may serve every path that no other route serves. */
const plugins: readonly Plugin[] = [operationPlugin, pipelinesPlugin, gitPlugin, pagesPlugin];

/** Wires the parts to one context. */
export function createApp(context: Context): Promise<FastifyInstance> {
  return createServer(context, routes, plugins);
}
