import type { PipelineContext } from "../kind.ts";
import type { Job, Rule } from "../pipeline.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { trustAuthority } from "../shell/trust.ts";

/** Not in pipelines that preview merge requests. */
export const notReviewing: Rule = { if: "$MERGE_REQUEST", when: "never" };

const commands = "docker git make pip3 python3 ssh-agent";
const packages = "ca-certificates git make openssh-client python3 python3-pip";

// From Debian 13 on, Docker's client has a package of its own. Set-up brings Go if it has to build something.
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

/** A job that runs a command of the program's Makefile. */
export function make(command: string, image: string, context: PipelineContext): Omit<Job, "rules"> {
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

/** A job of the default branch on a runner that can reach engines. */
export function withSecrets(
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
