import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { scriptCommand } from "../../../lib/resources/script-command.ts";
import { scriptVariables } from "../../../lib/scripts/index.ts";
import { readVariables } from "../../../scripts/environment.ts";

test("a script gets its own variables and no others", () => {
  const environment = { SMALLBOAT_ADDRESS: "10.0.0.60:5000", HOME: "/root" };
  expect(readVariables("self-signed", environment)).toEqual({ SMALLBOAT_ADDRESS: "10.0.0.60:5000" });
});

test("all missing variables are named at once; an empty one is not missing", () => {
  const environment = { ENGINE: "unix:///var/run/docker.sock", CERT_PATH: "", SOURCE: "nginx:1.27" };
  expect(() => readVariables("copy-image", environment)).toThrow(
    new Error("scripts/copy-image.ts needs the variables REGISTRY_USER, REGISTRY_PASSWORD, TARGET."),
  );
});

test("every script that a command names exists", () => {
  expect(readdirSync("scripts")).toEqual(
    expect.arrayContaining(Object.keys(scriptVariables).map((script) => `${script}.ts`)),
  );
});

test("a command sets what its script reads; the compiler refuses a missing and a misspelt variable", () => {
  expect(scriptCommand("self-signed", { SMALLBOAT_ADDRESS: "10.0.0.60" })).toEqual({
    create: "node scripts/self-signed.ts",
    environment: { SMALLBOAT_ADDRESS: "10.0.0.60" },
  });
  const gitlab = { GITLAB_URL: "https://gitlab.example.com", GITLAB_TOKEN: "t", GITLAB_CA: "" };
  // @ts-expect-error STARTER is missing
  scriptCommand("push-starter", { ...gitlab, PROJECT_ID: "1", BRANCH: "main" });
  // @ts-expect-error STARTR is no variable of the script
  scriptCommand("push-starter", { ...gitlab, PROJECT_ID: "1", BRANCH: "main", STARTER: "a", STARTR: "a" });
});
