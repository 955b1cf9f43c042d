import type { Job } from "../pipeline.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { cleanupJob, type DeploymentJob, productionJob, reviewJob, stagingJob } from "./environments.ts";
import { clusterLogin, clusterLogout } from "./kubernetes.ts";

interface Chosen {
  readonly reviews: boolean;
  readonly domain: string;
  readonly images: { readonly deployer: string };
}

/** Jobs that change a deployment in its environment's namespace and wait until it runs. */
export function kubernetesJobs(
  project: string,
  { reviews, domain, images }: Chosen,
): Readonly<Record<string, Job>> {
  const job = (url: string, token: string, script: readonly string[]): DeploymentJob => ({
    image: images.deployer,
    url,
    script: [requireVariables("KUBE_URL", token, "KUBE_CA_PEM"), clusterLogin(token), ...script],
    after_script: [clusterLogout],
  });
  const host = `$CI_ENVIRONMENT_SLUG.${domain}`;
  return {
    staging: stagingJob(
      job(`https://staging.${domain}`, "KUBE_TOKEN", setImage(project, "staging", "$CI_COMMIT_SHORT_SHA")),
    ),
    production: productionJob(
      job(`https://www.${domain}`, "KUBE_TOKEN", setImage(project, "production", "$CI_COMMIT_TAG")),
    ),
    ...(reviews && {
      review: reviewJob(
        job(`https://${host}`, "KUBE_REVIEW_TOKEN", [applyReview(host), wait("$name", "review")]),
      ),
      cleanup: cleanupJob(
        job("", "KUBE_REVIEW_TOKEN", [
          'kubectl delete deployment,service,ingress "$CI_ENVIRONMENT_SLUG" --namespace=review --ignore-not-found',
        ]),
      ),
    }),
  };
}

function setImage(project: string, namespace: string, tag: string): string[] {
  return [
    `kubectl set image deployment/${project} web="$IMAGE:${tag}" --namespace=${namespace}`,
    wait(project, namespace),
  ];
}

function wait(deployment: string, namespace: string): string {
  return `kubectl rollout status "deployment/${deployment}" --namespace=${namespace} --timeout=300s`;
}

/** A script that creates the review's resources or updates them. */
function applyReview(host: string): string {
  return `# The deployment of this branch, and the way to it
name="$CI_ENVIRONMENT_SLUG"
dry="--dry-run=client --output=yaml --namespace=review"
{
  kubectl create deployment "$name" --image="$IMAGE:$CI_COMMIT_SHORT_SHA" --port=8000 $dry
  echo ---
  kubectl create service clusterip "$name" --tcp=80:8000 $dry
  echo ---
  kubectl create ingress "$name" --rule="${host}/*=$name:80" $dry
} | kubectl apply --filename=-
`;
}
