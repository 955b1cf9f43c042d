import type { VariableNeed } from "../kind.ts";
import type { Job } from "../pipeline.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { secretNeed } from "../variable-needs.ts";
import { cleanupJob, productionJob, reviewJob, stagingJob } from "./environments.ts";

const key = {
  pattern: /^[A-Za-z0-9_-]{20,}$/,
  text: "an API key of Heroku",
};

export function herokuNeeds(withReviews: boolean): readonly VariableNeed[] {
  const need = (stage: string, more: Partial<VariableNeed>) =>
    secretNeed(
      `HEROKU_${stage.toUpperCase()}_API_KEY`,
      `The API key of Heroku with which ${stage} is deployed`,
      {
        allowed: key,
        ...more,
      },
    );
  return [
    need("staging", { environment: "staging" }),
    need("production", { environment: "production" }),
    ...(withReviews ? [need("review", { isProtected: false, environment: "review/*" })] : []),
  ];
}

/** A shell function that calls Heroku's API. The key is passed by standard input, never by an argument. */
const api = `api() {
  printf 'header = "Authorization: Bearer %s"\\n' "$HEROKU_API_KEY" |
    curl --config - --silent --show-error --fail --header 'Accept: application/vnd.heroku+json; version=3' "$@"
}
`;

/** An app's name has at most 30 letters and starts with one. */
const reviewApp = `app=$(printf 'r%s-%s' "$CI_PROJECT_ID" "$CI_COMMIT_REF_SLUG" | cut -c 1-30 | sed 's/-*$//')`;

const findOrCreate = `# The app of this branch, made where it is new
${reviewApp}
${api}if ! answer=$(api "https://api.heroku.com/apps/$app" || api --data "name=$app" https://api.heroku.com/apps); then
  echo "Heroku neither has nor makes the app $app: see above; correct HEROKU_REVIEW_API_KEY or the limit of apps, then retry." >&2
  exit 1
fi
url=$(printf '%s' "$answer" | ruby -r json -e 'puts JSON.parse(STDIN.read)["web_url"]')
echo "REVIEW_URL=$url" > review.env
`;

const destroy = `# The app of this branch goes
${reviewApp}
${api}api --request DELETE "https://api.heroku.com/apps/$app" > /dev/null
`;

interface Chosen {
  readonly reviews: boolean;
  readonly images: { readonly ruby: string };
}

/** Jobs that deploy with dpl, which reads its key from the environment. */
export function herokuJobs(project: string, { reviews, images }: Chosen): Readonly<Record<string, Job>> {
  const { ruby: image } = images;
  const login = (stage: string) => {
    const name = `HEROKU_${stage}_API_KEY`;
    return [requireVariables(name), `export HEROKU_API_KEY="$${name}"`];
  };
  const install = "gem install dpl --version '~> 2.0' --no-document";
  const deploy = (stage: string, app: string) => ({
    image,
    url: `https://${app}.herokuapp.com`,
    script: [...login(stage), install, `dpl heroku api --app ${app}`],
  });
  return {
    staging: stagingJob(deploy("STAGING", `${project}-staging`)),
    production: productionJob(deploy("PRODUCTION", project)),
    ...(reviews && {
      review: reviewJob({
        image,
        url: "$REVIEW_URL",
        dotenv: "review.env",
        script: [...login("REVIEW"), findOrCreate, install, 'dpl heroku api --app "$app"'],
      }),
      cleanup: cleanupJob({ image, url: "", script: [...login("REVIEW"), destroy] }),
    }),
  };
}
