import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../problems/index.ts";
import {
  type GitLabSettings,
  type Settings,
  type StandinSettings,
  seconds,
  settingPath,
} from "../settings/index.ts";
import { planServer, type Server } from "./server.ts";

/** The stage's GitLab. With a `server` it is the stand-in, otherwise the team's own. */
export interface GitLabPlan {
  /** The address that people open, without a slash at the end. */
  readonly url: string;
  /** The address for runners and their jobs. */
  readonly jobUrl: string;
  /** The network that runners and jobs join to reach it. Undefined: they reach it without one. */
  readonly network: string | undefined;
  readonly group: GroupPlan;
  /** An authority to trust: its file as the settings name it, and its PEM text. */
  readonly authority: { readonly file: string; readonly pem: string } | undefined;
  readonly server: Server | undefined;
}

export interface GroupPlan {
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly visibility: "private" | "internal" | "public";
  readonly parentId: number | undefined;
}

/** Path in the stand-in's container of the administrator's token, which the component `GitLab` uploads. */
export const standinToken = "/run/secrets/gitlab_root_token";

/** Plans the stage's GitLab. Undefined if it has none. Faults are added to `problems`. */
export function planGitLab(settings: Settings, root: string, problems: Problem[]): GitLabPlan | undefined {
  const { gitlab, stage } = settings;
  if (gitlab === undefined) return undefined;
  const group = planGroup(stage, gitlab);
  if ("standin" in gitlab) {
    return {
      url: `http://127.0.0.1:${gitlab.port}`,
      jobUrl: "http://gitlab:8929",
      network: `smallboat-${stage}-gitlab`,
      group,
      authority: undefined,
      server: standin(settings, gitlab),
    };
  }
  const url = gitlab.url.replace(/\/+$/, "");
  const authority = gitlab.ca === undefined ? undefined : readAuthority(settings, root, gitlab.ca, problems);
  return { url, jobUrl: url, network: undefined, group, authority, server: undefined };
}

function planGroup(stage: string, { group }: GitLabSettings): GroupPlan {
  const { path = `smallboat-${stage}`, name = path, description, visibility, parentId } = group;
  return { path, name, description, visibility, parentId };
}

function standin(settings: Settings, { host, port, ready }: StandinSettings): Server {
  const placed = planServer("gitlab", settings, host, { PORT: `127.0.0.1:${port}` });
  return { ...placed, ready: seconds(ready) };
}

function readAuthority(settings: Settings, root: string, file: string, problems: Problem[]) {
  const pem = textOf(join(root, file));
  if (pem !== undefined && /^\s*-----BEGIN CERTIFICATE-----/.test(pem)) return { file, pem };
  problems.push({
    path: settingPath(settings.file, ["gitlab", "ca"]),
    expected: "a file of PEM certificates, by its path from Pulumi.yaml",
    found: pem === undefined ? `no file ${file}` : `other content in ${file}`,
    remedy: "correct the path or the file",
  });
  return undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
