import { expect, test } from "vitest";
import { stringify } from "yaml";
import { infrastructureProject } from "../../../cli/promote/infrastructure-project.ts";
import { writePromoted } from "../../../cli/promote/local-lock.ts";
import { targetFiles } from "../../../cli/promote/target-files.ts";
import { readStageLock } from "../../../cli/stage/lock.ts";
import { type Lock, lockText, parseLock } from "../../../lib/releases/index.ts";
import { type Deployment, types } from "../../../lib/state/index.ts";
import { answer, answering } from "../support/answers.ts";
import { workIn } from "./workplace.ts";

const reference = "registry.example.com/docker-local/app:prod.0.0.2";
const lock = lockText("prod", {
  stacks: { "Local/web": { files: "f", images: { [reference]: { digest: `sha256:${"a".repeat(64)}` } } } },
});

/** A checkout with the stage prod and its stack Local/web. */
function checkout(settings: object = {}, text = lock): string {
  const config = {
    "smallboat:hosts": { Local: { engine: "unix:///var/run/docker.sock" } },
    "smallboat:registry": { external: "registry.example.com", prefix: "docker-local" },
    "smallboat:secrets": { AFCRED: { secure: "AAA" } },
    ...settings,
  };
  const services = {
    app: { image: "$REGISTRY/app:$STAGE.0.0.2", deploy: { replicas: 2 } },
    made: { build: ".", image: "made:1" },
    pinned: { image: `nginx:1.27@sha256:${"b".repeat(64)}` },
  };
  return workIn({
    "Pulumi.prod.yaml": stringify({ config }),
    "stacks/Local/web/compose.yaml": stringify({ services }),
    "stacks/Local/web/Dockerfile": "FROM nginx:1.27\n",
    "locks/prod.yaml": text,
  });
}

test("the references are those of the compose files, whatever the lock has in their place", () => {
  checkout({ "smallboat:promote": { after: "1h" } });
  expect(targetFiles("prod")).toEqual({ references: { "Local/web": { app: reference } }, after: 3600 });
});

test("without a lock that decides, and with a faulty one, nothing is promoted", () => {
  checkout({ "smallboat:locked": false });
  expect(() => targetFiles("prod")).toThrow(
    "Pulumi.prod.yaml smallboat:locked: expected true, so that the lock decides which images run, found a stage that follows tags; set it to true, or take moved tags with: make up STAGE=prod",
  );
  checkout({}, lock.replace("a".repeat(64), "c".repeat(64)));
  expect(() => targetFiles("prod")).toThrow(
    /^locks\/prod\.yaml stacks Local\/web: expected a lock as the commands write it, found an edit by hand; [^\n]+$/,
  );
});

test("two promotions at once: each keeps what the other has written, unless both change one stack", () => {
  const [web, db] = ["Local/web", "Local/db"] as const;
  const before = parseLock("prod", lock);
  const entry = (letter: string) => ({
    files: "f",
    images: { [reference]: { digest: `sha256:${letter.repeat(64)}` } },
  });
  const promoted = (id: string, letter: string) => (known: Lock) => ({
    stacks: { ...known.stacks, [id]: entry(letter) },
  });
  checkout();
  writePromoted("prod", before, [db], promoted(db, "d"));
  writePromoted("prod", before, [web], promoted(web, "e"));
  expect(readStageLock("prod").stacks).toEqual({ [db]: entry("d"), [web]: entry("e") });
  expect(() => writePromoted("prod", before, [web], promoted(web, "f"))).toThrow(
    "locks/prod.yaml stacks Local/web: expected the entry that this promotion has read, found another one: somebody else promoted or deployed meanwhile; look at it, then repeat make promote",
  );
  expect(readStageLock("prod").stacks[web]).toEqual(entry("e"));
});

/** A state with a GitLab, and projects of these kinds. */
function recorded(url: string, kinds: Readonly<Record<string, string>>): Deployment {
  const projects = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { kind }]));
  const urn = (type: string, name: string) => `urn:pulumi:prod::smallboat::${type}::${name}`;
  const resource = (type: string, name: string, more: object) => ({ urn: urn(type, name), type, ...more });
  const resources = [
    resource(types.stage, "smallboat-prod", { outputs: { projects } }),
    resource(types.gitlabProvider, "gitlab", { inputs: { baseUrl: `${url}/api/v4/`, token: "t" } }),
    ...Object.keys(kinds).map((name, index) => resource(types.gitlabProject, name, { id: `${index + 1}` })),
  ];
  return { resources, pending_operations: [] } as unknown as Deployment;
}

test("the lock belongs to the first stage's project of kind infrastructure, or to that of the pipeline", async () => {
  await using gitlab = await answering([answer(200, { default_branch: "trunk" })]);
  const [apps, stages] = [
    recorded(gitlab.address, { app: "container-app" }),
    recorded(gitlab.address, { app: "container-app", environment: "infrastructure" }),
  ];
  expect(await infrastructureProject([apps], "prod", {})).toBeUndefined();
  expect(await infrastructureProject([apps, stages], "prod", {})).toMatchObject({
    path: "/projects/2",
    branch: "trunk",
  });
  const job = {
    ...{ CI_API_V4_URL: `${gitlab.address}/api/v4`, CI_PROJECT_ID: "9" },
    ...{ CI_DEFAULT_BRANCH: "main", GITLAB_TOKEN: "t" },
  };
  expect(await infrastructureProject([apps], "prod", job)).toMatchObject({
    path: "/projects/9",
    branch: "main",
  });
});
