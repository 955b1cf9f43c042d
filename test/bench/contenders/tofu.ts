import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender, ContenderName } from "../contender.ts";
import { large, remote, small } from "../scenario.ts";
import { labelsOf, serviceName, type Workload } from "../workload.ts";

export const defaultTofu = tofu("tofu", []);
export const parallelTofu = tofu("tofu -parallelism=64", ["-parallelism=64"]);

/** OpenTofu with the Docker provider on which Pulumi's is built. */
function tofu(name: ContenderName, flags: readonly string[]): Contender {
  return {
    name,
    scenarios: flags.length === 0 ? [small, remote] : [small, large, remote],
    creates: true,
    prepare: async ({ folder, engine, bin, workload, run }) => {
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration(workload, engine)));
      writeFileSync(join(folder, "tofurc"), cliConfiguration(bin));
      const env = { TF_CLI_CONFIG_FILE: join(folder, "tofurc") };
      const call = (...args: string[]) =>
        run(join(bin, "tofu"), [...args, "-input=false", "-no-color", ...flags], { cwd: folder, env });
      const up = () => call("apply", "-auto-approve");
      return {
        up,
        unchanged: up,
        drift: () => call("plan", "-detailed-exitcode"),
        destroy: () => call("destroy", "-auto-approve"),
      };
    },
  };
}

/** The provider from a folder: nothing to download, so nothing to initialize. */
function cliConfiguration(bin: string): string {
  return `provider_installation {
  dev_overrides {
    "kreuzwerker/docker" = ${JSON.stringify(bin)}
  }
  direct {}
}
`;
}

/** The stacks as somebody would write them for Terraform: the image by its id, known once. */
export function configuration(workload: Workload, engine: string): object {
  const networks = workload.stacks.map((stack) => [
    stack.name,
    {
      name: stack.network,
      labels: labelList(labelsOf(workload, stack)),
      ipam_config: [{ subnet: stack.subnet, gateway: stack.gateway }],
    },
  ]);
  const containers = workload.stacks.map((stack) => [
    stack.name,
    {
      name: stack.name,
      image: reference("docker_image.bench.image_id"),
      restart: "unless-stopped",
      labels: labelList(labelsOf(workload, stack)),
      networks_advanced: [{ name: reference(`docker_network.${stack.name}.name`), aliases: [serviceName] }],
    },
  ]);
  return {
    terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } },
    provider: { docker: { host: engine } },
    resource: {
      docker_image: { bench: { name: workload.image, keep_locally: true } },
      docker_network: Object.fromEntries(networks),
      docker_container: Object.fromEntries(containers),
    },
  };
}

const reference = (attribute: string) => `\${${attribute}}`;

function labelList(labels: Readonly<Record<string, string>>): object[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}
