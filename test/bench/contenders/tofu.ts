import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender, ContenderName, Phase, Site } from "../contender.ts";
import { huge, large, remote, small } from "../scenario.ts";
import { labelsOf, serviceName } from "../workload.ts";
import type { Load } from "./pulumi.ts";

export const defaultTofu = tofu("tofu", []);
export const parallelTofu = tofu("tofu -parallelism=64", ["-parallelism=64"]);

/** OpenTofu with the Docker provider on which Pulumi's is built. */
function tofu(name: ContenderName, flags: readonly string[]): Contender {
  return {
    name,
    scenarios: flags.length === 0 ? [small, large, remote] : [small, large, huge, remote],
    creates: true,
    prepare: async ({ folder, engine, bin, workload, run }) =>
      prepareTofu({ folder, bin, run, flags }, [{ name: "bench", engine, workload }]),
  };
}

interface TofuSite extends Pick<Site, "folder" | "bin" | "run"> {
  /** Options of every call. */
  readonly flags: readonly string[];
}

/** One configuration for the stacks of all hosts. */
export function prepareTofu(
  { folder, bin, run, flags }: TofuSite,
  hosts: readonly Load[],
): Record<Phase, () => Promise<void>> {
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration(hosts)));
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

/** The stacks as somebody would write them for Terraform: the image by its id, known once for each host. */
export function configuration(hosts: readonly Load[]): object {
  const stacks = hosts.flatMap(({ name: host, workload }) =>
    workload.stacks.map((stack) => ({ host, workload, stack, provider: `docker.${host}` })),
  );
  const images = hosts.map(({ name, workload }) => [
    name,
    { provider: `docker.${name}`, name: workload.image, keep_locally: true },
  ]);
  const networks = stacks.map(({ provider, workload, stack }) => [
    stack.name,
    {
      provider,
      name: stack.network,
      labels: labelList(labelsOf(workload, stack)),
      ipam_config: [{ subnet: stack.subnet, gateway: stack.gateway }],
    },
  ]);
  const containers = stacks.map(({ provider, host, workload, stack }) => [
    stack.name,
    {
      provider,
      name: stack.name,
      image: reference(`docker_image.${host}.image_id`),
      restart: "unless-stopped",
      labels: labelList(labelsOf(workload, stack)),
      networks_advanced: [{ name: reference(`docker_network.${stack.name}.name`), aliases: [serviceName] }],
    },
  ]);
  return {
    terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } },
    provider: { docker: hosts.map(({ name, engine }) => ({ alias: name, host: engine })) },
    resource: {
      docker_image: Object.fromEntries(images),
      docker_network: Object.fromEntries(networks),
      docker_container: Object.fromEntries(containers),
    },
  };
}

const reference = (attribute: string) => `\${${attribute}}`;

function labelList(labels: Readonly<Record<string, string>>): object[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}
