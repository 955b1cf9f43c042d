import { main } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { engineVolumes } from "../jobs/docker.ts";
import { check, draft, test } from "../jobs/stage-checks.ts";
import { type StageOptions, stageOptions } from "../jobs/stage-options.ts";
import { review, stageJobs, tiers } from "../jobs/stage-updates.ts";
import type { ProjectKind } from "../kind.ts";
import { workflow } from "../rules.ts";
import { trustNeeds } from "../shell/trust.ts";
import { secretNeed, settingNeed } from "../variable-needs.ts";

/**
 * The stages themselves: their changes are checked and previewed in merge requests, and applied from the default branch. A
 * schedule looks for drift. A branch that nobody has read gets no secret (docs/decisions/0026).
 */
export const infrastructure: ProjectKind<StageOptions> = {
  name: "infrastructure",
  description: "A Pulumi program such as this one: checks, previews, updates, drift",
  options: stageOptions,
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
      check: check(chosen, context),
      draft: draft(chosen, context),
      test: test(chosen, context),
      review: review(chosen, context),
      ...stageJobs(chosen, context),
    },
  }),
};
