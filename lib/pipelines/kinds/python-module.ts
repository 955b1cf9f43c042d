import type { z } from "zod";
import { credentials } from "../../servers/credentials.ts";
import { mainAndDev } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { pipCache, pythonTest, reportFlags, virtualEnvironment } from "../jobs/python.ts";
import type { PipelineContext, ProjectKind } from "../kind.ts";
import { optionsOf } from "../options.ts";
import type { Job } from "../pipeline.ts";
import { notScheduled, onBranch, when, workflow } from "../rules.ts";
import { upload } from "../shell/release.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { trustNeeds } from "../shell/trust.ts";
import { readVersion } from "../shell/version.ts";

const optionsForm = optionsOf({ images: imagesOption("python") });

/** The tools for build and upload, with their versions. */
const tools = "build==1.6.1 twine==7.0.0";

/** A Python module. It is tested on `dev` and in merge requests, and published from the default branch. */
export const pythonModule: ProjectKind<z.output<typeof optionsForm>> = {
  name: "python-module",
  description: "A Python module: tests, and a release on the stage's PyPI server",
  options: optionsForm,
  needs: (_, context) => ({
    variables: [
      {
        name: "TWINE_REPOSITORY_URL",
        source: "pypi.url",
        form: "plain",
        isProtected: false,
        description: "The stage's PyPI server",
      },
      {
        name: credentials.pypi.user,
        source: "pypi.user",
        form: "plain",
        isProtected: true,
        description: "Who uploads to the stage's PyPI server",
      },
      {
        name: credentials.pypi.password,
        source: "pypi.password",
        form: "masked",
        isProtected: true,
        description: "The password of the stage's PyPI server",
      },
      ...trustNeeds(context),
    ],
    branches: mainAndDev,
    protectedTags: [],
    environments: [],
    runnerTags: ["shared"],
  }),
  pipeline: ({ images }, context) => ({
    comment: "A Python module: tested on dev and in merge requests, published from the default branch.",
    workflow: workflow("main", "dev"),
    stages: ["test", "build"],
    default: defaults,
    jobs: {
      test: pythonTest(
        {
          image: images.python,
          rules: [onBranch("dev"), when.mergeRequest, when.schedule],
          requirements: ["requirements-test.txt"],
          script: ["pip install -e .", `pytest ${reportFlags}`],
        },
        context,
      ),
      "release-package": releasePackage(images.python, context),
    },
  }),
};

function releasePackage(image: string, context: PipelineContext): Job {
  const { cache, variables } = pipCache("pyproject.toml");
  return {
    stage: "build",
    image,
    tags: ["shared"],
    rules: [notScheduled, when.defaultBranch],
    // An interrupted upload may have published the package.
    interruptible: false,
    notes: { variables: "twine takes its login from here, so nothing of it is written to a file." },
    cache,
    variables: { ...variables, TWINE_USERNAME: `$${credentials.pypi.user}` },
    before_script: virtualEnvironment(context),
    script: [
      requireVariables("TWINE_REPOSITORY_URL", credentials.pypi.user, credentials.pypi.password),
      readVersion,
      `pip install ${tools}`,
      "python -m build",
      `# The package has the version of the file VERSION
if ! ls dist/*-"$version"-*.whl > /dev/null 2>&1; then
  echo "The package is $(ls dist), not version $version: let pyproject.toml take its version from the file VERSION." >&2
  exit 1
fi
`,
      "twine check --strict dist/*",
      upload,
    ],
    artifacts: { expire_in: "1 week", paths: ["dist/"] },
  };
}
