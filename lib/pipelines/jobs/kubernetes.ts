import type { VariableNeed } from "../kind.ts";
import { secretNeed, settingNeed } from "../variable-needs.ts";

const url = { pattern: /^https:\/\/[^\s/]+(\/\S*)?$/, text: "an https URL" };
const certificate = { pattern: /-----BEGIN CERTIFICATE-----/, text: "a PEM certificate" };

const cluster: readonly VariableNeed[] = [
  settingNeed("KUBE_URL", "The API server of the Kubernetes cluster", { allowed: url }),
  settingNeed("KUBE_CA_PEM", "The authority that signed the API server's certificate", {
    form: "file",
    allowed: certificate,
  }),
];

/** The cluster's address, and the token of an account that may deploy to staging and production. */
export const clusterNeeds: readonly VariableNeed[] = [
  ...cluster,
  secretNeed("KUBE_TOKEN", "The token of a service account that may change the deployments"),
  settingNeed("KUBE_NAMESPACE", "The namespace of the deployments", { isRequired: false }),
];

/** The same for a cluster with a namespace for each environment. Reviews of branches have their own token. */
export function namespaceNeeds(withReviews: boolean): readonly VariableNeed[] {
  const review = secretNeed("KUBE_REVIEW_TOKEN", "The token of a service account of the namespace review", {
    isProtected: false,
    environment: "review/*",
  });
  return [
    ...cluster,
    secretNeed("KUBE_TOKEN", "The token of a service account of the namespaces staging and production"),
    ...(withReviews ? [review] : []),
  ];
}

/** A script that lets kubectl use the cluster. The token is neither an argument nor in the checkout. */
export function clusterLogin(token: string): string {
  return `# Point kubectl at the cluster
export KUBECONFIG=/tmp/kubeconfig
umask 077
printf '%s' "$${token}" > /tmp/kube-token
kubectl config set-cluster cluster --server="$KUBE_URL" --certificate-authority="$KUBE_CA_PEM" --embed-certs
kubectl config set users.gitlab.tokenFile /tmp/kube-token
kubectl config set-context gitlab --cluster=cluster --user=gitlab
kubectl config use-context gitlab
`;
}

export const clusterLogout = "rm -f /tmp/kubeconfig /tmp/kube-token";
