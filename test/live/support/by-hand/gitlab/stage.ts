import { freePort } from "../../names.ts";
import { Project } from "../../project.ts";

export interface GitLabStage {
  readonly project: Project;
  readonly pypiUrl: string;
  /** `host:port` */
  readonly registry: string;
}

/** A stage with all objects that `gitlabChanges` change: a stand-in, a registry and a PyPI server. It is not up yet. */
export async function gitlabStage(): Promise<GitLabStage> {
  const [registryPort, pypiPort] = [await freePort(), await freePort()];
  const project = new Project({
    registry: { host: "Local", port: registryPort },
    // On Docker's default bridge, where jobs reach it.
    pypi: { host: "Local", address: `172.17.0.1:${pypiPort}`, port: pypiPort, bind: "172.17.0.1" },
    generateSecrets: true,
    gitlab: { standin: true, host: "Local", port: await freePort() },
    projects: {
      greeting: {
        kind: "python-module",
        schedules: { nightly: { cron: "0 4 * * *", variables: { DEPTH: 3 } } },
      },
      chat: {
        ...{ kind: "container-app", variables: { MODE: "test" } },
        environments: { lab: { tier: "testing" } },
      },
    },
    runners: {
      shared: { host: "Local", tags: ["shared"] },
      containers: { host: "Local", tags: ["containers"], scope: "chat" },
    },
  });
  return { project, pypiUrl: `http://172.17.0.1:${pypiPort}`, registry: `127.0.0.1:${registryPort}` };
}
