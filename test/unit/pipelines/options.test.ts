import { expect, test } from "vitest";
import { kinds } from "../../../lib/pipelines/index.ts";

const repository = 'a repository in lower case such as "flask-chat-app"';
const reference = 'an image reference with a version other than latest, such as "python:3.13-slim"';

/** Options that are refused: kind, options, and where what was expected. */
const refused: readonly (readonly [string, unknown, string, string])[] = [
  ["python-module", { image: "x" }, "", "images"],
  ["python-module", "x", "", "options (images)"],
  ["python-module", { images: { python: "python" } }, "images.python", reference],
  ["python-module", { images: { python: "python:latest" } }, "images.python", reference],
  ["python-module", { images: { docker: "docker:26.1-cli" } }, "images", "python"],
  ["python-module", { images: 3 }, "images", "images of jobs (python)"],
  ["container-app", { repository: "Flask" }, "repository", repository],
  ["container-app", { engine: { tls: "yes" } }, "engine.tls", "true or false"],
  [
    "container-app",
    { engine: { storageDriver: "btrfs" } },
    "engine.storageDriver",
    "overlay2, fuse-overlayfs or vfs",
  ],
  ["container-app", { engine: { tsl: true } }, "engine", "tls, storageDriver"],
  ["container-image", { smoke: "a\nb" }, "smoke", 'a command in one line such as "kubectl version --client"'],
  ["app-engine-app", { images: { python: "" } }, "images.python", reference],
  ["kubernetes-deployer-app", { registry: "hub" }, "registry", "google or environment"],
  ["realworld-app", { registry: "gitlab" }, "registry", "hub or environment"],
  ["twelve-factor-app", { deploy: "fly" }, "deploy", "kubernetes or heroku"],
  ["twelve-factor-app", { pythons: [] }, "pythons", "at least one version of Python"],
  ["twelve-factor-app", { pythons: [3.1] }, "pythons.0", 'a version of Python in quotes such as "3.13"'],
  ["twelve-factor-app", { domain: "https://x" }, "domain", 'a domain such as "example.com"'],
  [
    "twelve-factor-app",
    { pythonImage: "python:3" },
    "pythonImage",
    'an image with $PYTHON_VERSION such as "python:$PYTHON_VERSION-slim"',
  ],
  ["twelve-factor-app", { reviews: 1 }, "reviews", "true or false"],
  ["infrastructure", { stages: { dev: "sometimes" } }, "stages.dev", "automatic or manual"],
  ["infrastructure", { registryClean: "yes" }, "registryClean", "true or false"],
  ["infrastructure", { stages: { Dev: "manual" } }, "stages.Dev", 'a name of a stage such as "dev"'],
];

test.for(refused)("%s refuses %j", ([kind, options, path, expected]) => {
  const result = kinds[kind]?.options.safeParse(options);
  expect(result?.error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([
    [path, expected],
  ]);
});

test("no kind needs an option", () => {
  const faults = Object.values(kinds).flatMap(({ options }) => options.safeParse({}).error?.issues ?? []);
  expect(faults).toEqual([]);
});
