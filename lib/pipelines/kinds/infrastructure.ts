import { z } from "zod";
import { main } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { engineOption, withEngineService } from "../jobs/docker.ts";
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

/** The stages themselves: previewed in merge requests, brought up from the default branch, watched for drift. */
export const infrastructure: ProjectKind<Options> = {
  name: "infrastructure",
  description: "A Pulumi program such as this one: checks, previews, updates, drift",
  options: optionsForm,
  needs: ({ stages }, context) => ({
    variables: [
      settingNeed("PULUMI_BACKEND_URL", "Where the stages' state is kept", {
        allowed: {
          pattern: /^(s3|gs|azblob|https?|file|postgres):\/\/\S+$/,
          text: "a backend of Pulumi such as s3://team-state",
        },
      }),
      // Previews of merge requests read the settings' secrets, so these two are not only for protected branches.
      secretNeed("PULUMI_CONFIG_PASSPHRASE", "What the settings' secrets are encrypted with", {
        isProtected: false,
      }),
      secretNeed("GITLAB_TOKEN", "The token with which projects and runners are managed", {
        isProtected: false,
        isRequired: false,
      }),
      secretNeed("SSH_KEY", "A private key for hosts that are reached by ssh", {
        form: "file",
        isProtected: false,
        isRequired: false,
        allowed: { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, text: "a private key for ssh" },
      }),
      ...trustNeeds(context),
    ],
    branches: [main],
    protectedTags: [],
    environments: Object.entries(stages).map(([name, how]) => ({ name, tier: tiers[how] })),
    runnerTags: ["shared", "containers"],
  }),
  pipeline: (chosen, context) => ({
    comment:
      "The stages: previewed in merge requests, brought up from the default branch, watched for drift by a schedule.",
    workflow: workflow("main"),
    stages: ["check", "test", "preview", "up", "drift"],
    default: defaults,
    jobs: {
      check: {
        ...make("check", chosen.images.node, context),
        rules: [notScheduled, when.anyBranch, when.mergeRequest],
      },
      test: test(chosen, context),
      ...stageJobs(chosen, context),
    },
  }),
};

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

// make ends with 2 for every failure. The command itself does so where it finds a change, which is no failure here.
const preview = `make tools
eval "$(make env)"
node cli/preview.ts || [ $? -eq 2 ]
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

function test(chosen: Options, context: PipelineContext): Job {
  const job = make("test", chosen.images.node, context);
  const engine = withEngineService(chosen, context);
  return {
    ...job,
    ...engine,
    variables: { ...job.variables, ...engine.variables },
    rules: [notScheduled, when.defaultBranch, when.mergeRequest],
    timeout: "2 hours",
  };
}

/** Of each stage a preview, an update, and a look for drift, never two at once. */
function stageJobs({ stages, images }: Options, context: PipelineContext): Record<string, Job> {
  const jobs = Object.entries(stages).map(([stage, how]) => {
    const job = (command: string, rules: readonly Rule[]): Job => {
      const { before_script = [], variables, ...rest } = make(command, images.node, context);
      return {
        ...rest,
        tags: ["containers"],
        rules,
        resource_group: stage,
        interruptible: false,
        variables: { STAGE: stage, ...variables },
        before_script: [
          requireVariables("PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"),
          ...before_script,
          sshKey,
        ],
      };
    };
    const rule = how === "manual" ? asManual(when.defaultBranch) : when.defaultBranch;
    return {
      // People who review want to see it without waiting for all tests.
      [`preview ${stage}`]: { ...job("preview", [when.mergeRequest]), script: [preview], needs: [] },
      [`up ${stage}`]: {
        ...job("up", [notScheduled, rule]),
        environment: { name: stage, deployment_tier: tiers[how] },
      },
      [`drift ${stage}`]: job("drift", [when.schedule]),
    } satisfies Record<string, Job>;
  });
  return Object.assign({}, ...jobs);
}
