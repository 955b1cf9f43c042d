import type { Commit } from "../../git/commits.ts";
import { texts } from "../config/file.ts";

/** GitLab's predefined variables for rules and jobs of a pipeline. */
export interface PipelineFacts {
  /** `http://host:port`, as jobs reach the server. */
  readonly url: string;
  readonly project: {
    readonly id: number;
    readonly name: string;
    readonly path: string;
    readonly fullPath: string;
    readonly visibility: string;
    readonly defaultBranch: string;
    readonly description: string | null;
    readonly configPath: string;
  };
  readonly user: {
    readonly id: number;
    readonly name: string;
    readonly username: string;
    readonly email: string;
  };
  readonly commit: Commit;
  readonly ref: string;
  readonly tag: boolean;
  readonly beforeSha: string;
  readonly source: string;
  readonly isProtected: boolean;
  readonly iid: number;
  readonly createdAt: string;
  readonly name: string | null;
  readonly scheduleDescription: string | undefined;
  readonly mergeRequest: MergeRequestFacts | undefined;
  /** `group/project!1`, of the branch. */
  readonly openMergeRequests: readonly string[];
}

export interface MergeRequestFacts {
  readonly id: number;
  readonly iid: number;
  readonly title: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly isTargetProtected: boolean;
  readonly diffBaseSha: string;
  readonly labels: readonly string[];
}

/** A name that can be part of an address: at most 63 letters. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
}

/**
 * Variables that are known before any job exists, so rules can use them. `undefined` ones are absent in this
 * pipeline.
 */
export function pipelineVariables(facts: PipelineFacts): Record<string, string | undefined> {
  const { commit, mergeRequest } = facts;
  const isBranch = !facts.tag && !mergeRequest;
  const name = mergeRequest ? mergeRequest.sourceBranch : facts.ref;
  const [title = "", ...rest] = commit.message.split("\n");
  return {
    ...serverVariables(facts),
    ...projectVariables(facts),
    CI_PIPELINE_IID: String(facts.iid),
    CI_PIPELINE_SOURCE: facts.source,
    CI_PIPELINE_CREATED_AT: facts.createdAt,
    CI_PIPELINE_NAME: facts.name ?? undefined,
    CI_PIPELINE_SCHEDULE_DESCRIPTION: facts.scheduleDescription,
    CI_COMMIT_SHA: commit.id,
    CI_COMMIT_SHORT_SHA: commit.id.slice(0, 8),
    CI_COMMIT_BEFORE_SHA: facts.beforeSha,
    CI_COMMIT_REF_NAME: name,
    CI_COMMIT_REF_SLUG: slug(name),
    CI_COMMIT_BRANCH: isBranch ? facts.ref : undefined,
    CI_COMMIT_TAG: facts.tag ? facts.ref : undefined,
    CI_COMMIT_MESSAGE: commit.message,
    CI_COMMIT_TITLE: title,
    CI_COMMIT_DESCRIPTION: rest.join("\n").trim(),
    CI_COMMIT_REF_PROTECTED: String(facts.isProtected),
    CI_COMMIT_TIMESTAMP: commit.committer.date,
    CI_COMMIT_AUTHOR: `${commit.author.name} <${commit.author.email}>`,
    CI_OPEN_MERGE_REQUESTS:
      facts.openMergeRequests.length > 0 && !facts.tag ? facts.openMergeRequests.join(",") : undefined,
    ...mergeRequestVariables(facts),
  };
}

function serverVariables({ url, user }: PipelineFacts): Record<string, string> {
  const { protocol, hostname, port, host } = new URL(url);
  return {
    CI: "true",
    GITLAB_CI: "true",
    GITLAB_FEATURES: "",
    CI_SERVER: "yes",
    CI_SERVER_NAME: "GitLab",
    CI_SERVER_URL: url,
    CI_SERVER_HOST: hostname,
    CI_SERVER_PORT: port || (protocol === "https:" ? "443" : "80"),
    CI_SERVER_FQDN: host,
    CI_SERVER_PROTOCOL: protocol.replace(":", ""),
    CI_SERVER_VERSION: "18.2.0",
    CI_SERVER_VERSION_MAJOR: "18",
    CI_SERVER_VERSION_MINOR: "2",
    CI_SERVER_VERSION_PATCH: "0",
    CI_SERVER_REVISION: "standin",
    CI_API_V4_URL: `${url}/api/v4`,
    GITLAB_USER_ID: String(user.id),
    GITLAB_USER_NAME: user.name,
    GITLAB_USER_LOGIN: user.username,
    GITLAB_USER_EMAIL: user.email,
  };
}

function projectVariables({ url, project }: PipelineFacts): Record<string, string | undefined> {
  const namespace = project.fullPath.split("/").slice(0, -1).join("/");
  return texts({
    CI_PROJECT_ID: project.id,
    CI_PROJECT_NAME: project.path,
    CI_PROJECT_TITLE: project.name,
    CI_PROJECT_DESCRIPTION: project.description,
    CI_PROJECT_PATH: project.fullPath,
    CI_PROJECT_PATH_SLUG: slug(project.fullPath),
    CI_PROJECT_NAMESPACE: namespace,
    CI_PROJECT_NAMESPACE_SLUG: slug(namespace),
    CI_PROJECT_ROOT_NAMESPACE: namespace.split("/")[0],
    CI_PROJECT_URL: `${url}/${project.fullPath}`,
    CI_PROJECT_VISIBILITY: project.visibility,
    CI_PROJECT_CLASSIFICATION_LABEL: "",
    CI_DEFAULT_BRANCH: project.defaultBranch,
    CI_DEFAULT_BRANCH_SLUG: slug(project.defaultBranch),
    CI_CONFIG_PATH: project.configPath,
  });
}

function mergeRequestVariables({ mergeRequest, project, url, commit }: PipelineFacts) {
  return {
    CI_MERGE_REQUEST_ID: mergeRequest && String(mergeRequest.id),
    CI_MERGE_REQUEST_IID: mergeRequest && String(mergeRequest.iid),
    CI_MERGE_REQUEST_REF_PATH: mergeRequest && `refs/merge-requests/${mergeRequest.iid}/head`,
    CI_MERGE_REQUEST_EVENT_TYPE: mergeRequest && "detached",
    CI_MERGE_REQUEST_TITLE: mergeRequest?.title,
    CI_MERGE_REQUEST_LABELS:
      mergeRequest && mergeRequest.labels.length > 0 ? mergeRequest.labels.join(",") : undefined,
    CI_MERGE_REQUEST_PROJECT_ID: mergeRequest && String(project.id),
    CI_MERGE_REQUEST_PROJECT_PATH: mergeRequest && project.fullPath,
    CI_MERGE_REQUEST_PROJECT_URL: mergeRequest && `${url}/${project.fullPath}`,
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: mergeRequest && String(project.id),
    CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: mergeRequest && project.fullPath,
    CI_MERGE_REQUEST_SOURCE_PROJECT_URL: mergeRequest && `${url}/${project.fullPath}`,
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: mergeRequest?.sourceBranch,
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: mergeRequest && commit.id,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: mergeRequest?.targetBranch,
    CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED: mergeRequest && String(mergeRequest.isTargetProtected),
    CI_MERGE_REQUEST_DIFF_BASE_SHA: mergeRequest?.diffBaseSha,
  };
}
