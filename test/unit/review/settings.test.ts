import { expect, test } from "vitest";
import { problemLine } from "../../../lib/problems/index.ts";
import { parseSettings, settingsProblems } from "../../../lib/review/settings.ts";

const before = `
encryptionsalt: v1:abc
config:
  smallboat:hosts: {Local: {engine: "unix:///var/run/docker.sock"}}
  smallboat:secrets: {GITLAB_TOKEN: {secure: AAA}}
  smallboat:projects: {shop: {kind: container-app}}
  smallboat:strict: "true"
`;

function lines(after: string): string[] {
  const [was] = parseSettings("dev", before);
  const [is, problem] = parseSettings("dev", after);
  if (problem) return [problemLine(problem)];
  return settingsProblems("dev", was ?? {}, is).map(problemLine);
}

const refused = (key: string) =>
  `Pulumi.dev.yaml ${key}: expected no change of hosts, addresses, secrets or rules, found one; let a maintainer read it first`;

test("settings that decide what runs may change without a maintainer, and so may the order of keys", () => {
  expect(lines(before)).toEqual([]);
  expect(
    lines(`
config:
  smallboat:strict: "false"
  smallboat:projects: {shop: {kind: container-app, variables: {REGION: eu}}, blog: {kind: container-image}}
  smallboat:runners: {shared: {host: Local, tags: [shared]}}
  smallboat:values: {BIND: 0.0.0.0}
  smallboat:adopted: [Local/web]
  smallboat:allowDelete: [web_data]
  smallboat:secrets: {GITLAB_TOKEN: {secure: AAA}}
  smallboat:hosts: {Local: {engine: "unix:///var/run/docker.sock"}}
encryptionsalt: v1:abc
`),
  ).toEqual([]);
});

test.for<[string, string]>([
  ["smallboat:hosts", before.replace("unix:///var/run/docker.sock", "tcp://10.9.9.9:2375")],
  ["smallboat:secrets", before.replace("AAA", "BBB")],
  ["encryptionsalt", before.replace("v1:abc", "v1:other")],
  ["secretsprovider", `secretsprovider: awskms://x${before}`],
  ["smallboat:registry", `${before}  smallboat:registry: {external: evil.example.com}\n`],
  ["smallboat:gitlab", `${before}  smallboat:gitlab: {url: "https://evil.example.com"}\n`],
  ["smallboat:policy", `${before}  smallboat:policy: {rules: {}}\n`],
  ["smallboat:later", `${before}  smallboat:later: 1\n`],
  ["docker:host", `${before}  docker:host: tcp://10.9.9.9:2375\n`],
  ["<<", `${before}  <<: {smallboat:hosts: {}}\n`],
])("a change of %s waits for a maintainer", ([key, after]) => {
  expect(lines(after)).toEqual([refused(key)]);
});

test("a secret may not move to a setting that may change", () => {
  const after = before.replace("kind: container-app", "kind: container-app, description: {secure: AAA}");
  expect(lines(after)).toEqual([
    "Pulumi.dev.yaml smallboat:projects: expected no encrypted value in a changed section, found one; name an entry of smallboat:secrets, or let a maintainer read it first",
  ]);
});

test.for(["config: [", "- a list", "config: {}\n---\nconfig: {}", "a: 1\na: 2"])(
  "%j is refused as a settings file",
  (after) => {
    expect(lines(after)).toEqual([
      "Pulumi.dev.yaml: expected a map in YAML, found something else; correct it",
    ]);
  },
);
