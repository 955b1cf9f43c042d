import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { GeneratedSecret } from "../../../components/GeneratedSecret.ts";
import { GitLab } from "../../../components/GitLab.ts";
import { GitLabProject } from "../../../components/GitLabProject.ts";
import type { GitLabPlan, ProjectPlan, VariablePlan } from "../../../lib/plan/index.ts";
import { component } from "./expected.ts";
import { gitlabPlan, projectPlan } from "./gitlab-plans.ts";
import { type Recorded, record, sorted } from "./recording.ts";

function gitlabDeclared(plan: Partial<GitLabPlan>): Promise<Recorded[]> {
  return record(
    () =>
      new GitLab("gitlab", {
        plan: { ...gitlabPlan, ...plan },
        token: pulumi.secret("glpat-1"),
        host: undefined,
      }),
  );
}

function provider(inputs: object = {}): Recorded {
  const baseUrl = "https://gitlab.example.com/api/v4/";
  return {
    type: "pulumi:providers:gitlab",
    name: "gitlab",
    parent: "GitLab gitlab",
    inputs: { baseUrl, token: { secret: "glpat-1" }, ...inputs },
    secretOutputs: ["token"],
  };
}

function group(inputs: object = {}): Recorded {
  return {
    type: "gitlab:index/group:Group",
    name: "gitlab",
    parent: "GitLab gitlab",
    provider: "gitlab gitlab",
    inputs: {
      path: "boats",
      name: "Boats",
      description: "Ours",
      visibilityLevel: "internal",
      requestAccessEnabled: false,
      autoDevopsEnabled: false,
      ...inputs,
    },
    secretOutputs: ["runnersToken"],
    beforeCreate: ["https://gitlab.example.com: free path of a group"],
  };
}

test("a GitLab that exists: the provider and the stage's group", async () => {
  expect(await gitlabDeclared({})).toEqual(sorted([component("GitLab", "gitlab"), provider(), group()]));
});

test("below another group, with a private authority", async () => {
  const plan = { group: { ...gitlabPlan.group, parentId: 3 }, authority: { file: "ca.pem", pem: "PEM" } };
  expect(await gitlabDeclared(plan)).toEqual(
    sorted([component("GitLab", "gitlab"), provider({ cacertFile: "ca.pem" }), group({ parentId: 3 })]),
  );
});

/** What a project declares beside its GitLab. */
async function projectDeclared(plan: ProjectPlan): Promise<Recorded[]> {
  const all = await record(() => {
    const gitlab = new GitLab("gitlab", {
      plan: gitlabPlan,
      token: pulumi.secret("glpat-1"),
      host: undefined,
    });
    const server = new GeneratedSecret("server");
    const values = { "registry.password": pulumi.output("hunter2-hunter2") };
    new GitLabProject("app", { gitlab, plan, values, servers: [server] }, { parent: gitlab });
  });
  return all.filter(({ name }) => name === "app" || name.startsWith("app/"));
}

const own = { provider: "gitlab gitlab" };

function project(inputs: object = {}): Recorded[] {
  return [
    component("GitLabProject", "app", "GitLab gitlab"),
    {
      type: "gitlab:index/project:Project",
      name: "app",
      parent: "GitLabProject app",
      ...own,
      inputs: {
        name: "app",
        path: "app",
        namespaceId: 7,
        description: "An app",
        visibilityLevel: "private",
        defaultBranch: "main",
        initializeWithReadme: true,
        mergeMethod: "merge",
        squashOption: "default_on",
        onlyAllowMergeIfPipelineSucceeds: true,
        onlyAllowMergeIfAllDiscussionsAreResolved: true,
        removeSourceBranchAfterMerge: true,
        autoCancelPendingPipelines: "enabled",
        ciDefaultGitDepth: 20,
        publicJobs: false,
        sharedRunnersEnabled: false,
        groupRunnersEnabled: true,
        autoDevopsEnabled: false,
        containerRegistryAccessLevel: "disabled",
        snippetsAccessLevel: "disabled",
        wikiAccessLevel: "disabled",
        ...inputs,
      },
      dependsOn: ["Group gitlab"],
      ignoreChanges: ["initializeWithReadme"],
      secretOutputs: ["runnersToken"],
      beforeCreate: ["https://gitlab.example.com: free path of a project"],
    },
    component("CiVariables", "app", "GitLabProject app", ["Command server"]),
  ];
}

function ofProject(type: string, name: string, inputs: object, options: Partial<Recorded> = {}): Recorded {
  const key = type.charAt(0).toLowerCase() + type.slice(1);
  return {
    type: `gitlab:index/${key}:${type}`,
    name: `app/${name}`,
    parent: "GitLabProject app",
    ...own,
    inputs: { project: "42", ...inputs },
    dependsOn: ["Project app"],
    ...options,
  };
}

function protection(branch: string, pushAccessLevel: string, mergeAccessLevel: string): Recorded {
  const inputs = { branch, pushAccessLevel, mergeAccessLevel, allowForcePush: false };
  return ofProject("BranchProtection", branch, inputs, { deleteBeforeReplace: true });
}

test("a project that needs little", async () => {
  expect(await projectDeclared(projectPlan())).toEqual(
    sorted([...project(), protection("main", "maintainer", "maintainer")]),
  );
});

test("a project with a starter, branches, tags, environments", async () => {
  const plan = projectPlan({
    visibility: "public",
    mergeMethod: "ff",
    squash: "never",
    starter: "examples/app",
    branches: [
      { name: "trunk", push: "no one", merge: "maintainer" },
      { name: "dev", push: "developer", merge: "developer" },
    ],
    protectedTags: ["v*"],
    environments: [
      { name: "production", tier: "production", url: "https://boat.example.com", description: "Real" },
      { name: "lab", tier: "testing", url: undefined, description: "" },
    ],
  });
  const changed = {
    visibilityLevel: "public",
    defaultBranch: "trunk",
    initializeWithReadme: false,
    mergeMethod: "ff",
    squashOption: "never",
  };
  const environment = (name: string, inputs: object) =>
    ofProject("ProjectEnvironment", name, { name, stopBeforeDestroy: true, ...inputs });
  expect(await projectDeclared(plan)).toEqual(
    sorted([
      ...project(changed),
      protection("trunk", "no one", "maintainer"),
      protection("dev", "developer", "developer"),
      ofProject(
        "TagProtection",
        "v*",
        { tag: "v*", createAccessLevel: "maintainer" },
        { deleteBeforeReplace: true },
      ),
      environment("production", {
        tier: "production",
        externalUrl: "https://boat.example.com",
        description: "Real",
      }),
      environment("lab", { tier: "testing", description: "" }),
    ]),
  );
});

test("all variables are secret, and wait for the servers that accept them", async () => {
  const variable: VariablePlan = {
    key: "AFCRED",
    value: { of: "registry.password" },
    environment: "*",
    isFile: false,
    isProtected: true,
    isMasked: true,
    isHidden: true,
    isRaw: false,
    description: "The password",
  };
  const plain = { isProtected: false, isMasked: false, isHidden: false, description: "" };
  const variables: VariablePlan[] = [
    variable,
    { ...variable, ...plain, key: "MODE", value: "a$b", environment: "lab/*", isFile: true, isRaw: true },
  ];
  const declaredVariable = (name: string, inputs: object) =>
    ofProject("ProjectVariable", name, inputs, {
      parent: "CiVariables app",
      deleteBeforeReplace: true,
      dependsOn: ["Project app"],
    });
  expect(await projectDeclared(projectPlan({ variables }))).toEqual(
    sorted([
      ...project(),
      protection("main", "maintainer", "maintainer"),
      declaredVariable("AFCRED", {
        key: "AFCRED",
        value: { secret: "hunter2-hunter2" },
        variableType: "env_var",
        environmentScope: "*",
        protected: true,
        masked: true,
        hidden: true,
        raw: false,
        description: "The password",
      }),
      declaredVariable("MODE@lab/*", {
        key: "MODE",
        value: { secret: "a$b" },
        variableType: "file",
        environmentScope: "lab/*",
        protected: false,
        masked: false,
        hidden: false,
        raw: true,
        description: "",
      }),
    ]),
  );
});
