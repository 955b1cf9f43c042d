import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Declaration } from "./declaration.ts";

/** A provider whose settings a preview may not know yet. */
function program(baseUrl: pulumi.Input<string>, token: pulumi.Input<string>, description = "one") {
  return async () => {
    const provider = new gitlab.Provider("here", { baseUrl, token });
    const app = new gitlab.Project("app", { name: "App", path: "app", description }, { provider });
    new gitlab.ProjectVariable("a", { project: app.id, key: "A", value: "1" }, { provider });
  };
}

const unknown = pulumi.unknown as unknown as string;

test("a preview sends no request to a GitLab whose address is unknown", async () => {
  const declaration = await Declaration.ofTest({ GITLAB_BASE_URL: "", GITLAB_TOKEN: "" });
  const { url, rootToken } = declaration.gitlab;
  const later = program(pulumi.output(unknown), pulumi.secret(unknown), "two");

  expect(await declaration.preview(later)).toEqual([
    "create Project app",
    "create ProjectVariable a",
    "create gitlab here",
  ]);
  expect(declaration.gitlab.output()).not.toContain("/api/v4/");

  await declaration.up(program(url, pulumi.secret(rootToken)));
  const asked = declaration.gitlab.output();
  expect(await declaration.preview(later)).toEqual([
    "update Project app",
    "update ProjectVariable a",
    "update gitlab here",
  ]);
  // With the settings of the last run, which the state knows, it looks; with none it changes anything.
  const since = declaration.gitlab.output().slice(asked.length).trim().split("\n");
  expect(since.filter((line) => !line.startsWith("GET "))).toEqual([]);
  expect(await declaration.state()).not.toContain(rootToken);
});

test("a wrong token causes one sentence, which does not show the token", async () => {
  const declaration = await Declaration.ofTest();
  const { url } = declaration.gitlab;

  expect(await declaration.failure(program(url, pulumi.secret("glpat-of-somebody-else")))).toEqual([
    `${url}: GitLab does not accept the token (401 Unauthorized); set \`token\` of the provider, or GITLAB_TOKEN, to a valid one`,
  ]);
});
