import type { VariableNeed } from "../kind.ts";
import { secretNeed, settingNeed } from "../variable-needs.ts";

/** The variables of a RealWorld project, without those of the registry. */
export const realworldNeeds: readonly VariableNeed[] = [
  secretNeed("CONDUIT_SECRET", "The key with which the application signs its tokens"),
  secretNeed("GCP_CREDENTIAL_FILE", "The JSON key of the Google Cloud service account", {
    form: "file",
    allowed: { pattern: /^\s*\{[\s\S]*"private_key"/, text: "the JSON key of a service account" },
  }),
  settingNeed("DB_USER", "The database's user", {
    isProtected: true,
    allowed: { pattern: /^[a-z_][a-z0-9_]{0,62}$/, text: "a PostgreSQL user name in lower case" },
  }),
  secretNeed("DB_PASSWORD", "The database's password"),
  settingNeed("K8S_CLUSTER_NAME", "The name by which kops knows the cluster", {
    isProtected: true,
    alias: "K8S_CLUSTER_NAEM",
    allowed: {
      pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
      text: 'a cluster name with a domain such as "conduit.k8s.local"',
    },
  }),
  settingNeed("KOPS_STATE_STORE", "The bucket in which kops keeps the cluster's state", {
    isProtected: true,
    allowed: { pattern: /^gs:\/\/[a-z0-9][a-z0-9._/-]+$/, text: 'a bucket such as "gs://conduit-kops"' },
  }),
  settingNeed("KOPS_FEATURE_FLAGS", "What kops needs switched on for Google Cloud", {
    isProtected: true,
    allowed: { pattern: /^AlphaAllowGCE$/, text: "AlphaAllowGCE" },
  }),
];

/** A script that also reads the cluster's name from a variable whose name many projects misspell. */
export const clusterName = `# K8S_CLUSTER_NAEM is an old slip of the pen
if [ -z "$K8S_CLUSTER_NAME" ] && [ -n "$K8S_CLUSTER_NAEM" ]; then
  echo "Warning: K8S_CLUSTER_NAEM is taken for K8S_CLUSTER_NAME: rename the variable." >&2
  export K8S_CLUSTER_NAME="$K8S_CLUSTER_NAEM"
fi
`;
