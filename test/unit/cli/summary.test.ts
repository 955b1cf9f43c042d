import { expect, test } from "vitest";
import { outputLines, unchangedLines } from "../../../cli/stage/summary.ts";

const password = "hunter2";

test("servers and services are printed in aligned columns", () => {
  expect(
    outputLines({
      stage: "dev",
      registry: { address: "127.0.0.1:5000", url: "http://127.0.0.1:5000", user: "repouser", password },
      pypi: { url: "http://127.0.0.1:8010", user: "packager", password },
      stacks: {
        "10.0.0.60/chat": {
          web: { container: "dev-chat-web-1", image: "chat:1", ports: ["5900->5900/tcp", "81->80/tcp"] },
        },
        "Local/nginx": { nginx: { container: "dev-nginx", image: "nginx:1.26", ports: [] } },
      },
    }),
  ).toEqual([
    "Stage dev is up.",
    "",
    "registry  127.0.0.1:5000         login repouser",
    "pypi      http://127.0.0.1:8010  login packager",
    "",
    "STACK           SERVICE  CONTAINER       IMAGE       PORTS",
    "10.0.0.60/chat  web      dev-chat-web-1  chat:1      5900->5900/tcp 81->80/tcp",
    "Local/nginx     nginx    dev-nginx       nginx:1.26",
  ]);
});

test("a run without a change prints how many things there are", () => {
  const stacks = { "Local/a": {}, "Local/b": {} };
  const registry = { address: "a", url: "http://a", user: "b", password };
  expect(unchangedLines({ stage: "dev", registry, runners: { shared: { tags: [] } }, stacks })).toEqual([
    "Stage dev is up: registry, 1 runner, 2 stacks.",
    "Nothing to do.",
  ]);
});

test("an empty stage is one line", () => {
  expect(outputLines({ stage: "prod", stacks: {} })).toEqual(["Stage prod is up."]);
});

test("GitLab, runners and projects have their lines", () => {
  expect(
    outputLines({
      stage: "dev",
      gitlab: { url: "http://127.0.0.1:8929", group: "smallboat-dev" },
      runners: { shared: { tags: ["shared", "more"] }, any: { tags: [] } },
      projects: { chat: { kind: "container-app", webUrl: "http://127.0.0.1:8929/smallboat-dev/chat" } },
    }),
  ).toEqual([
    "Stage dev is up.",
    "",
    "gitlab  http://127.0.0.1:8929  group smallboat-dev",
    "runner  shared                 tags shared, more",
    "runner  any                    tags none",
    "",
    "PROJECT  KIND           PAGE",
    "chat     container-app  http://127.0.0.1:8929/smallboat-dev/chat",
  ]);
});
