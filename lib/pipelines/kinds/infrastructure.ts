import { z } from "zod";
import { main } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { engineOption, engineVolumes, withEngineService } from "../jobs/docker.ts";
import type { PipelineContext, ProjectKind } from "../kind.ts";
import { optionsOf, textOption } from "../options.ts";
import type { Job, Rule } from "../pipeline.ts";
import { asManual, notScheduled, when, workflow } from "../rules.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { trustAuthority, trustNeeds } from "../shell/trust.ts";
import { secretNeed, settingNeed } from "../variable-needs.ts";

const aStage = 'a name of a stage such as "dev"';
const stagesByName = 'names of stages, each automatic or manual, such as {"dev": "automatic"}';
const stageName = textOption(aStage, /^[a-z][a-z0-9-]*$/);

const optionsForm = optionsOf({
  stages: z
    .record(stageName, z.enum(["automatic", "manual"], { error: "automatic or manual" }), {
      error: (issue) => (issue.code === "invalid_key" ? aStage : stagesByName),
    })
    .default({ dev: "automatic", prod: "manual" })
    .describe("How a change of the default branch reaches each stage."),
  images: imagesOption("node", "dind"),
  engine: engineOption,
});

type Options = z.output<typeof optionsForm>;

/**
 * The stages themselves: checked in merge requests, previewed for them and brought up from the default branch, watched for
 * drift. A branch that nobody has looked at gets no secret (docs/decisions/0026).
 */
export const infrastructure: ProjectKind<Options> = {
  name: "infrastructure",
  description: "A Pulumi program such as this one: checks, previews, updates, drift",
  options: optionsForm,
  needs: ({ stages, engine }, context) => ({
    variables: [
      settingNeed("PULUMI_BACKEND_URL", "Where the stages' state is kept", {
        isProtected: true,
        allowed: {
          pattern: /^(s3|gs|azblob|https?|file|postgres):\/\/\S+$/,
          text: "a backend of Pulumi such as s3://team-state",
        },
      }),
      secretNeed("PULUMI_CONFIG_PASSPHRASE", "What the settings' secrets are encrypted with"),
      secretNeed(
        "GITLAB_TOKEN",
        "The token that manages projects and runners, comments merge requests, and keeps the issue on drift",
        {
          isRequired: false,
        },
      ),
      secretNeed("SSH_KEY", "A private key for hosts that are reached by ssh", {
        form: "file",
        isRequired: false,
        allowed: { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, text: "a private key for ssh" },
      }),
      ...trustNeeds(context),
    ],
    branches: [main],
    protectedTags: [],
    environments: Object.entries(stages).map(([name, how]) => ({ name, tier: tiers[how] })),
    runnerTags: ["shared", "containers"],
    ...engineVolumes(engine),
  }),
  pipeline: (chosen, context) => ({
    comment:
      "The stages: checked in merge requests, previewed and brought up from the default branch, watched for drift.\nA merge request gets no secret: main previews its data, in a pipeline with the variable MERGE_REQUEST.",
    workflow: workflow("main"),
    stages: ["check", "test", "preview", "up", "drift"],
    variables: {
      MERGE_REQUEST: {
        value: "",
        description:
          "To preview merge requests: the number of one, or open for all that were not previewed yet.",
      },
      COMMIT: {
        value: "",
        description:
          "To preview a merge request as a whole, code included: the commit that you have looked at.",
      },
    },
    default: defaults,
    jobs: {
      check: {
        ...make("check", chosen.images.node, context),
        rules: [notReviewing, notScheduled, when.anyBranch, when.mergeRequest],
      },
      draft: draft(chosen, context),
      test: test(chosen, context),
      review: review(chosen, context),
      ...stageJobs(chosen, context),
    },
  }),
};

/** The files of the program. All others are data of stages or documents. */
export const programFiles = [
  "{cli,components,dev,examples,lib,operations,scripts,sdks,test}/**/*",
  ...[".*/**/*", ".*", "*.{json,ts}"],
  "Makefile",
  "Pulumi.yaml",
];

/** On the default branch, unless only data changed: a merge of data does not wait for the tests of the program. */
const onProgramChange: Rule = { ...when.defaultBranch, changes: programFiles };

/** Not in pipelines that preview merge requests. */
const notReviewing: Rule = { if: "$MERGE_REQUEST", when: "never" };

const tiers = { automatic: "development", manual: "production" } as const;

const commands = "docker git make pip3 python3 ssh-agent";
const packages = "ca-certificates git make openssh-client python3 python3-pip";

// Debian has had the client in a package of its own since 13. Set-up itself brings Go, where it has to build anything.
const install = `# What set-up needs of the machine
for command in ${commands}; do
  command -v "$command" > /dev/null && continue
  apt-get update -qq
  client=$(apt-cache pkgnames docker-cli | grep -x docker-cli || echo docker.io)
  apt-get install -qq --no-install-recommends ${packages} "$client"
  break
done
`;

const sshKey = `# Hosts that are reached by ssh
if [ -n "$SSH_KEY" ]; then
  chmod 600 "$SSH_KEY"
  eval "$(ssh-agent -s)"
  ssh-add -q "$SSH_KEY"
fi
`;

function make(command: string, image: string, context: PipelineContext): Omit<Job, "rules"> {
  return {
    stage: command,
    image,
    tags: ["shared"],
    timeout: "1 hour",
    cache: { key: { files: ["package-lock.json"], prefix: "npm" }, paths: [".cache/npm"] },
    variables: { npm_config_cache: "$CI_PROJECT_DIR/.cache/npm" },
    before_script: [...trustAuthority(context), install],
    script: [`make ${command}`],
  };
}

/** What settings and stacks say by themselves, and for GitLab's own widget how many services it changes. */
function draft({ images }: Options, context: PipelineContext): Job {
  const job = make("draft", images.node, context);
  return {
    ...job,
    stage: "check",
    rules: [when.mergeRequest],
    // It compares with where the branch began.
    variables: { BASE: "$CI_MERGE_REQUEST_DIFF_BASE_SHA", GIT_DEPTH: "0", ...job.variables },
    artifacts: {
      when: "always",
      expire_in: "4 weeks",
      access: "developer",
      reports: { terraform: "draft.json" },
    },
  };
}

/** It needs an engine, and so a runner that nobody else's secrets are on: in merge requests somebody starts it. */
function test(chosen: Options, context: PipelineContext): Job {
  const job = make("test", chosen.images.node, context);
  const engine = withEngineService(chosen, context);
  return {
    ...job,
    ...engine,
    variables: { ...job.variables, ...engine.variables },
    rules: [notReviewing, notScheduled, onProgramChange, asManual(when.mergeRequest)],
    timeout: "2 hours",
  };
}

/** Previews merge requests, keeps their plans, and writes their comments. */
function review({ stages, images }: Options, context: PipelineContext): Job {
  const job = withSecrets(make("review", images.node, context), "GITLAB_TOKEN");
  return {
    ...job,
    stage: "preview",
    rules: [{ if: `${when.defaultBranch.if} && $MERGE_REQUEST` }],
    resource_group: "review",
    timeout: "3 hours",
    // Merging needs history.
    variables: { STAGES: Object.keys(stages).join(","), GIT_DEPTH: "0", ...job.variables },
    artifacts: { when: "always", expire_in: "4 weeks", access: "developer", paths: ["review/"] },
  };
}

/** A job of the default branch on a runner that can reach engines. */
function withSecrets(
  { before_script = [], ...job }: Omit<Job, "rules">,
  ...more: readonly string[]
): Omit<Job, "rules"> {
  const names = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", ...more];
  return {
    ...job,
    tags: ["containers"],
    interruptible: false,
    before_script: [requireVariables(...names), ...before_script, sshKey],
  };
}

/** The exit code of `apply` where a person has to look at a new preview first. */
const waits = 10;

/** Of each stage an update, the same after another look, a look for drift, and one for newer images, never two at once. */
function stageJobs({ stages, images }: Options, context: PipelineContext): Record<string, Job> {
  const jobs = Object.entries(stages).map(([stage, how]) => {
    const job = (command: string, rules: readonly Rule[]): Job => {
      const { variables, ...rest } = withSecrets(make(command, images.node, context));
      return { ...rest, rules, resource_group: stage, variables: { STAGE: stage, ...variables } };
    };
    const rule = how === "manual" ? asManual(when.defaultBranch) : when.defaultBranch;
    const environment = { name: stage, deployment_tier: tiers[how] };
    return {
      [`up ${stage}`]: {
        ...job("up", [notReviewing, notScheduled, rule]),
        environment,
        // As it was reviewed. Where that is no longer so, it previews anew and waits. A job that is older than what runs, for
        // somebody has started it again, rolls the stage back.
        script: ["make setup", 'eval "$(make env)"', "node cli/apply.ts"],
        allow_failure: { exit_codes: [waits] },
        artifacts: { when: "always", expire_in: "4 weeks", access: "developer", paths: ["anew/"] },
      },
      [`up ${stage} anew`]: {
        ...job("up", [notReviewing, notScheduled, asManual(when.defaultBranch)]),
        needs: [`up ${stage}`],
        environment,
        script: ["make setup", 'eval "$(make env)"', `node cli/apply.ts anew/${stage}.plan`],
      },
      [`drift ${stage}`]: {
        ...job("drift", [notReviewing, when.schedule]),
        // It heals what the settings allow, and tells the rest in the stage's issue and to its webhooks.
        script: ["make drift HEAL=1 TELL=1"],
      },
      [`outdated ${stage}`]: {
        ...job("drift", [notReviewing, when.schedule]),
        // What is newer is told in an issue, and installed by nobody. A registry that is away is no fault of the stage.
        script: ["make tools", 'eval "$(make env)"', "node cli/outdated.ts --tell"],
        allow_failure: true,
      },
    } satisfies Record<string, Job>;
  });
  return Object.assign({}, ...jobs);
}
