import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ruby } from "../../../dev/toolchain/tests/images.ts";
import { recorded, recorder } from "../support/recorder.ts";
import type { Project } from "./project.ts";
import { Team } from "./team.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** The test of Kubernetes runs these: they are the same wherever a twelve-factor-app is deployed. */
const without = ["build", "test", "build-docker", "build-docker:default", "build-docker:tags"];

const keys = {
  staging: "staging-0123456789abcdef",
  production: "production-0123456789abcdef",
  review: "review-0123456789abcdef",
};
const install = "gem install dpl --version ~> 2.0 --no-document";
const call =
  "curl --config - --silent --show-error --fail --header Accept: application/vnd.heroku+json; version=3";

let team: Team;
let project: Project;

beforeAll(async () => {
  team = await Team.start();
});

afterAll(() => team?.stop());

/**
 * Ruby, with gem, dpl and curl replaced by programs that say how they are called and with whose key: neither rubygems
 * nor Heroku is in reach of every machine. The API knows no app until one is made, and makes one only with a right key.
 */
function rubyRecorder(): Promise<string> {
  const curl = `config=$(cat)
key=$(expr "$config" : 'header = "Authorization: Bearer \\(.*\\)"$')
echo "RECORDED with the key of \${key%%-*}" >&2
case "$key $*" in
  review-*--data*) printf '{"web_url": "https://%s-1a2b.herokuapp.com/"}' "$(expr "$*" : '.*name=\\([^ ]*\\)')" ;;
  review-*DELETE*) echo '{}' ;;
  *) echo "curl: (22) The requested URL returned error" >&2; exit 22 ;;
esac`;
  const dpl = `echo "RECORDED with the key of \${HEROKU_API_KEY%%-*}" >&2`;
  return recorder(ruby.reference, { gem: "", dpl, curl });
}

test("staging is deployed from the default branch, with its own key, which no log shows", async () => {
  // Not masked, so that a job which shows them would be seen.
  const variables = Object.entries(keys).map(([stage, value]) => {
    const environment = stage === "review" ? "review/*" : stage;
    return [`HEROKU_${stage.toUpperCase()}_API_KEY`, { value, environment }] as const;
  });
  project = await team.project({
    example: "twelve-factor",
    kind: "twelve-factor-app",
    options: { deploy: "heroku", images: { ruby: await rubyRecorder() } },
    variables: Object.fromEntries(variables),
    without,
  });
  const pipeline = await project.finished();
  expect(await pipeline.statuses()).toEqual({ staging: "success" });
  const log = await pipeline.log("staging");
  expect(recorded(log)).toEqual([
    install,
    "dpl heroku api --app twelve-factor-staging",
    "with the key of staging",
  ]);
  expect(log).not.toContain(keys.staging);
});

test("production is deployed from a tag by a manual job", async () => {
  await project.tag("v0.1.0");
  const pipeline = await project.finished("v0.1.0");
  expect(await pipeline.statuses()).toEqual({ production: "manual" });
  const [status, log] = await pipeline.play("production");
  expect([status, recorded(log)]).toEqual([
    "success",
    [install, "dpl heroku api --app twelve-factor", "with the key of production"],
  ]);
  expect(log).not.toContain(keys.production);
});

test("a branch has its own app with an address in GitLab, until a person cleans it up", async () => {
  await project.commit({ "notes.txt": "for a review\n" }, "feature/Slugs");
  const pipeline = await project.finished("feature/Slugs");
  expect(await pipeline.statuses()).toEqual({ review: "success", cleanup: "manual" });
  const app = `r${project.id}-feature-slugs`;
  const log = await pipeline.log("review");
  expect(recorded(log)).toEqual([
    `${call} https://api.heroku.com/apps/${app}`,
    "with the key of review",
    `${call} --data name=${app} https://api.heroku.com/apps`,
    "with the key of review",
    install,
    `dpl heroku api --app ${app}`,
    "with the key of review",
  ]);
  const environment = async () => (await project.environments())["review/feature-slugs"];
  const url = `https://${app}-1a2b.herokuapp.com/`;
  expect(await environment()).toEqual(["available", url]);

  const [status, said] = await pipeline.play("cleanup");
  expect([status, recorded(said)]).toEqual([
    "success",
    [`${call} --request DELETE https://api.heroku.com/apps/${app}`, "with the key of review"],
  ]);
  expect(await environment()).toEqual(["stopped", url]);
  for (const each of [log, said]) expect(each).not.toContain(keys.review);
});

test("a key that Heroku refuses ends the review with a sentence, before anything is deployed", async () => {
  await project.setVariable("HEROKU_REVIEW_API_KEY", "refused-0123456789abcdef");
  await project.commit({ "notes.txt": "for another review\n" }, "colours");
  const pipeline = await project.finished("colours");
  const log = await pipeline.log("review");
  const app = `r${project.id}-colours`;
  expect([recorded(log).filter((line) => !line.startsWith("curl")), log.split("\n")]).toEqual([
    ["with the key of refused", "with the key of refused"],
    expect.arrayContaining([
      `Heroku neither has nor makes the app ${app}: see above; correct HEROKU_REVIEW_API_KEY or the limit of apps, then retry.`,
    ]),
  ]);
});
